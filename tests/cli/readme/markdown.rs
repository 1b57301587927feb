//! The README in parts: sections with their fenced blocks and tables.

/// What stands below a heading, up to the next heading of any level.
pub(super) struct Section {
    pub(super) title: String,
    /// Everything without the fenced blocks.
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
}

/// A fenced block.
pub(super) struct Block {
    pub(super) language: String,
    /// The line of its opening fence, from 1.
    pub(super) line: usize,
    pub(super) text: String,
}

impl Section {
    /// What a link to it is called.
    pub(super) fn anchor(&self) -> String {
        self.title.to_lowercase().replace(' ', "-")
    }

    /// The cells of its table rows, without the heads.
    pub(super) fn rows(&self) -> Vec<Vec<String>> {
        let lines: Vec<&str> = self.text.lines().collect();
        let is_row = |line: &str| line.starts_with("| ");
        let is_rule = |line: &str| line.starts_with("| ---");
        let is_head = |at: usize| lines.get(at + 1).is_some_and(|next| is_rule(next));
        let rows = lines.iter().enumerate();
        rows.filter(|(at, line)| is_row(line) && !is_rule(line) && !is_head(*at))
            .map(|(_, line)| cells(line))
            .collect()
    }
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.trim_matches(|c| c == '|' || c == ' ');
    let cells = inner.split(" | ");
    cells.map(|cell| cell.trim().to_owned()).collect()
}

/// The sections of a text, in order.
pub(super) fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in text.lines().enumerate() {
        if let Some(block) = &mut open {
            if line != "```" {
                block.text.push_str(line);
                block.text.push('\n');
            } else if let (Some(block), Some(section)) = (open.take(), sections.last_mut()) {
                section.blocks.push(block);
            }
        } else if let Some(language) = line.strip_prefix("```") {
            open = Some(Block {
                language: language.to_owned(),
                line: at + 1,
                text: String::new(),
            });
        } else if let Some(title) = line.trim_start_matches('#').strip_prefix(' ')
            && line.starts_with('#')
        {
            sections.push(Section {
                title: title.to_owned(),
                text: String::new(),
                blocks: Vec::new(),
            });
        } else if let Some(section) = sections.last_mut() {
            section.text.push_str(line);
            section.text.push('\n');
        }
    }
    assert!(open.is_none(), "every fence is closed");
    sections
}
