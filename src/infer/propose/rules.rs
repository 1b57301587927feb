//! The rules for posts of one kind.

use super::super::gather::Gathered;
use super::super::place::{as_path, parent};
use super::super::quote::{key, quoted};
use super::super::{FEW, Survey};
use super::evidence::{in_of, is_share, number};
use super::fields::{self, FieldDraft};
use super::page::{Page, condition, list};
use super::sections::{self, OutlineDraft};
use super::unique::{self, UniqueDraft};
use super::{Ask, Budget, head, kebab, scores};

/// All that may be asked of posts of one kind.
struct Draft<'a> {
    survey: &'a Survey<'a>,
    fields: Vec<FieldDraft<'a>>,
    closed: Option<Ask>,
    outline: OutlineDraft<'a>,
    unique: Vec<UniqueDraft<'a>>,
    relations: Vec<(usize, Ask)>,
}

/// Hundredths of posts in which a relation holds, of those that can tell.
const HOLDS: u32 = 99;
/// Posts that tell whether other keys are slips.
const CLOSED_FROM: u32 = 100;
/// Hundredths of posts that have the rarest key of a closed set.
const RAREST: u32 = 5;

/// Writes the rules for posts of one kind.
pub(super) fn write<'a>(page: &mut Page, survey: &'a Survey<'a>) {
    let mut draft = Draft::of(survey);
    draft.choose();
    draft.write_sections(page);
    draft.write_meta(page);
    let is_few = (survey.gathered.posts as usize) < FEW;
    if is_few {
        page.muted(|page| draft.write_relations(page));
    } else {
        draft.write_relations(page);
        draft.write_unique(page);
    }
    draft.write_scores(page);
}

impl<'a> Draft<'a> {
    fn of(survey: &'a Survey<'a>) -> Self {
        let gathered = &survey.gathered;
        let fields = fields::drafts(gathered);
        Self {
            closed: closed(gathered, &fields),
            fields,
            outline: sections::draft(survey),
            unique: unique::drafts(gathered),
            relations: relations(gathered),
            survey,
        }
    }

    /// Makes the demands that most posts meet.
    fn choose(&mut self) {
        let gathered = &self.survey.gathered;
        let readable = gathered.posts - gathered.faulty;
        // Where keys are required, posts without any meta fail once.
        let is_required = |ask: &Ask| ask.key == "required";
        let mut asks = self.fields.iter().flat_map(|field| &field.asks);
        let without_meta = if asks.any(is_required) {
            readable.saturating_sub(gathered.with_meta)
        } else {
            0
        };
        let failing = head::failing(self.survey) + without_meta;
        let mut budget = Budget::of(gathered.posts, failing);
        // Of demands that equally many posts fail, the plainer ones come first.
        let mut asks: Vec<&mut Ask> = Vec::new();
        for section in &mut self.outline.sections {
            asks.push(&mut section.own);
            asks.extend(&mut section.asks);
        }
        asks.extend(&mut self.outline.order);
        asks.extend(self.fields.iter_mut().flat_map(|field| &mut field.asks));
        asks.extend(&mut self.closed);
        asks.extend(self.unique.iter_mut().map(|unique| &mut unique.ask));
        asks.extend(self.relations.iter_mut().map(|(_, ask)| ask));
        budget.spend(asks);
        for field in &mut self.fields {
            settle(field);
        }
        fields::keep_keys_of_maps(&mut self.fields);
    }

    fn head(&self, page: &mut Page, name: &str, kind: &str, severity: &str) {
        page.table("[[rule]]");
        page.id(&self.id(name));
        page.text("kind", kind);
        page.text("severity", severity);
        if !self.survey.kind.globs.is_empty() {
            page.pair("files", &list(&self.survey.kind.globs));
        }
    }

    fn id(&self, name: &str) -> String {
        match self.survey.kind.name.as_str() {
            "" => name.to_owned(),
            kind => format!("{kind}-{name}"),
        }
    }

    fn write_sections(&self, page: &mut Page) {
        let sections = self.outline.sections.iter();
        let required: Vec<_> = sections.filter(|it| it.own.is_made).collect();
        if required.is_empty() {
            return;
        }
        self.head(page, "sections", "sections", "error");
        if let Some(order) = self.outline.order.as_ref().filter(|ask| ask.is_made)
            && required.len() > 1
        {
            page.pair(order.key, &order.value);
        }
        page.line("required = [");
        for section in required {
            page.line(&format!("    # {}", section.evidence));
            let made = section.asks.iter().filter(|ask| ask.is_made);
            let more = made.map(|ask| format!(", {} = {}", ask.key, ask.value));
            let more: String = more.collect();
            page.line(&format!(
                "    {{ title = {}{more} }},",
                quoted(section.title)
            ));
        }
        page.line("]");
    }

    fn write_meta(&self, page: &mut Page) {
        if self.fields.is_empty() {
            return;
        }
        self.head(page, "meta", "meta", "error");
        let gathered = &self.survey.gathered;
        if gathered.with_meta < gathered.posts {
            let told = in_of(gathered.with_meta, gathered.posts, "posts");
            page.comment(&format!("There is meta that can be read {told}."));
        }
        if let Some(closed) = self.closed.as_ref().filter(|ask| ask.is_made) {
            page.comment(closed.told.as_deref().unwrap_or_default());
            page.pair(closed.key, &closed.value);
        }
        page.table("[rule.fields]");
        for field in &self.fields {
            write_field(page, field);
        }
    }

    fn write_relations(&self, page: &mut Page) {
        for (at, ask) in self.relations.iter().filter(|(_, ask)| ask.is_made) {
            let relation = &self.survey.assumed.relations[*at];
            let id = match kebab(&relation.at).as_str() {
                "" => "key-mismatch".to_owned(),
                key => format!("{key}-mismatch"),
            };
            self.head(page, &id, "assert", "error");
            page.comment(ask.told.as_deref().unwrap_or_default());
            page.pair("assert", &condition(relation.text()));
            page.text("at", &relation.at);
            if let Some(message) = &relation.message {
                page.text("message", message);
            }
        }
    }

    fn write_unique(&self, page: &mut Page) {
        let unique: Vec<_> = self.unique.iter().filter(|it| it.ask.is_made).collect();
        if unique.is_empty() {
            return;
        }
        self.head(page, "duplicate-id", "unique", "error");
        for it in &unique {
            let told = it.ask.told.as_deref().unwrap_or_default();
            page.comment(&format!(
                "{}: {told}",
                super::super::quote::shown(&it.field.written)
            ));
        }
        page.pair(
            "key",
            &list(unique.iter().map(|it| as_path(&it.field.written))),
        );
    }

    fn write_scores(&self, page: &mut Page) {
        let thresholds = scores::thresholds(&self.survey.gathered);
        if thresholds.is_empty() {
            return;
        }
        self.head(page, "score", "score", "warning");
        page.table("[rule.thresholds]");
        for threshold in thresholds {
            page.comment(&threshold.told);
            page.pair(&threshold.name, &format!("{{ min = {} }}", threshold.min));
        }
    }
}

fn write_field(page: &mut Page, field: &FieldDraft<'_>) {
    let made: Vec<&Ask> = field.asks.iter().filter(|ask| ask.is_made).collect();
    let told = made.iter().filter_map(|ask| ask.told.as_deref());
    let told: Vec<&str> = std::iter::once(field.evidence.as_str())
        .chain(told)
        .collect();
    page.comment(&told.join("; "));
    let options = made
        .iter()
        .map(|ask| format!("{} = {}", key(ask.key), ask.value));
    let options = options.collect::<Vec<_>>().join(", ");
    let path = key(&as_path(&field.field.written));
    page.line(&match options.as_str() {
        "" => format!("{path} = {{}}"),
        options => format!("{path} = {{ {options} }}"),
    });
}

/// Without its type nothing else can be asked of a value, but that it is there.
fn settle(field: &mut FieldDraft<'_>) {
    let is_typed = field
        .asks
        .iter()
        .any(|ask| ask.key == "type" && ask.is_made);
    let has_least = field
        .asks
        .iter()
        .any(|ask| ask.key == "min-items" && ask.is_made);
    for ask in &mut field.asks {
        ask.is_made &= is_typed || ask.key == "required";
        ask.is_made &= has_least || ask.key != "max-items";
    }
}

/// That there are no other keys, where hardly any post has one.
fn closed(gathered: &Gathered, fields: &[FieldDraft<'_>]) -> Option<Ask> {
    let is_usual = |field: &&FieldDraft<'_>| {
        let chances = gathered.chances(&field.field.normal);
        is_share(field.field.tally.present(), chances, RAREST)
    };
    if gathered.posts < CLOSED_FROM || !fields.iter().all(|field| is_usual(&field)) {
        return None;
    }
    let is_declared = |normal: &str| fields.iter().any(|it| *it.field.normal == *normal);
    // Where no key is declared, all are allowed.
    let is_closed = |place: &str| fields.iter().any(|it| parent(&it.field.normal) == place);
    let others = gathered
        .fields
        .iter()
        .filter(|field| !field.normal.ends_with("[]") && !is_declared(&field.normal))
        .filter(|field| is_closed(parent(&field.normal)));
    let others: u32 = others
        .map(|field| field.tally.present() + field.tally.blank)
        .sum();
    let others = others + gathered.unknown_lines + gathered.unnamed;
    let is_closed =
        !fields.is_empty() && is_share(gathered.posts.saturating_sub(others), gathered.posts, 99);
    let told = match others {
        0 => "No post has a key that is not listed here.".to_owned(),
        _ => format!("Other keys: {} in all posts.", number(others)),
    };
    is_closed.then(|| Ask::new("unknown-keys", quoted("deny"), others).telling(told))
}

/// The relations that hold in nearly all posts that can tell.
fn relations(gathered: &Gathered) -> Vec<(usize, Ask)> {
    let counts = gathered.relations.iter().enumerate();
    counts
        .filter_map(|(at, count)| {
            let told = count.held + count.failed;
            let is_held = is_share(count.held, told, HOLDS);
            is_held.then(|| {
                let told = format!("Holds {}.", in_of(count.held, told, "posts that can tell"));
                (at, Ask::new("assert", "", count.failed).telling(told))
            })
        })
        .collect()
}
