//! The words that posts are made of, and the sentences that hold them.
//!
//! The lists have no word in common with the values of meta keys, so that masking those values
//! never makes two different sentences equal. Everything that may follow "a" begins with a
//! consonant.

/// Where a sentence takes a word from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    When,
    Crew,
    Other,
    Verb,
    Verbs,
    Verbing,
    Flaw,
    Thing,
    Tone,
    Record,
    Place,
    Span,
    Close,
}

impl Slot {
    /// Every slot with its name in a frame and its words.
    pub(super) const ALL: [(Self, &'static str, &'static str); 13] = [
        (Self::When, "when", WHEN),
        (Self::Crew, "crew", CREW),
        (Self::Other, "other", OTHER),
        (Self::Verb, "verb", VERB),
        (Self::Verbs, "verbs", VERBS),
        (Self::Verbing, "verbing", VERBING),
        (Self::Flaw, "flaw", FLAW),
        (Self::Thing, "thing", THING),
        (Self::Tone, "tone", TONE),
        (Self::Record, "record", RECORD),
        (Self::Place, "place", PLACE),
        (Self::Span, "span", SPAN),
        (Self::Close, "close", CLOSE),
    ];
}

const WHEN: &str = "after a hard frost, before the morning handover, during a slow week, \
    once the tide turns, when the yard is full, after two failed starts, before any holiday, \
    during the spring count, on a quiet sunday, at the monthly drill, after a power dip, \
    before the first delivery, when rain is forecast, during a long shutdown, \
    at the start of winter, after a lamp test, before the lights come on, while the line is idle, \
    when the radio fails, after a near miss, before the inspector arrives, during the late shift, \
    when fuel runs low, after the yearly count, in the busy season, on short notice, \
    between two deliveries, after the storm season, before a long weekend, when staff is thin, \
    during the first trial, at the weekly meeting, when the phones are quiet, \
    before the gates open, after the final truck, during a partial outage, \
    when money is tight, at the change of shift, under heavy snow, on the first warm day";

const CREW: &str = "the dock crew, the night shift, the morning crew, the shift lead, \
    the duty engineer, the yard foreman, the site manager, the relief driver, the crane driver, \
    the control room, the safety officer, the stock clerk, the weigh clerk, the harbour master, \
    the tank keeper, the gate keeper, the site planner, the repair team, the survey team, \
    the cleaning team, the pump team, the rail crew, the boat crew, the power desk, \
    the supply desk, the field nurse, the trainee, the new hire, the contractor, \
    the lead welder, the chief fitter, the deputy, the weekend crew, the ice crew, \
    the paint team, the drill team";

const OTHER: &str = "a visiting auditor, an outside fitter, the insurer, the landlord, \
    the fire brigade, the port office, the parts vendor, the tenant next door, \
    a retired colleague, the head office, the quality board, the water company, \
    the power company, the freight broker, the customs desk, the weather office, \
    the union steward, the software vendor, a summer intern, the press office, \
    the finance desk, the training school, the night watchman, the town surveyor";

const VERB: &str = "check, label, photograph, trace, replace, inspect, mark, move, revisit, sketch, \
    sort, tag, verify, watch, count, describe, document, list, lock, map, pack, price, retire, \
    rotate, sample, scan, seal, store, swap, update, question, borrow, clear, collect, copy, \
    guard, number, order, reserve, study";

const VERBS: &str = "checks, labels, photographs, traces, replaces, inspects, marks, moves, \
    revisits, sketches, sorts, tags, verifies, watches, counts, describes, documents, lists, \
    locks, maps, packs, prices, retires, rotates, samples, scans, seals, stores, swaps, updates, \
    questions, borrows, clears, collects, copies, guards, numbers, orders, reserves, studies";

const VERBING: &str = "checking, labelling, photographing, tracing, replacing, inspecting, \
    marking, moving, revisiting, sketching, sorting, tagging, verifying, watching, counting, \
    describing, documenting, listing, locking, mapping, packing, pricing, retiring, rotating, \
    sampling, scanning, sealing, storing, swapping, updating, questioning, borrowing, clearing, \
    collecting, copying, guarding, numbering, ordering, reserving, studying";

const FLAW: &str = "battered, bent, blocked, borrowed, brittle, broken, buried, clumsy, corroded, \
    cracked, creaking, damp, delayed, dented, dim, distant, doubtful, drifting, dusty, faint, \
    faulty, flooded, forgotten, fragile, frayed, frozen, greasy, half-closed, hidden, humming, \
    jammed, lagging, leaking, lopsided, loose, mislabelled, missing, misread, muddy, narrow, \
    neglected, noisy, patched, rattling, repainted, restless, rusty, scratched, second-hand, \
    shaky, sluggish, sticky, stubborn, swollen, tilted, tired, twisted, vibrating, warm, \
    weathered, whistling, wobbling, worn, frosted";

const THING: &str = "ballast pump, battery rack, belt drive, boiler valve, brine tank, cable tray, \
    charging dock, chiller coil, condenser fan, control panel, conveyor motor, cooling loop, \
    crane hook, depth gauge, diesel heater, dock light, door seal, drain filter, drum brake, \
    dust hood, feeder line, fill nozzle, flow meter, forklift bay, freezer door, fuel gauge, \
    gas sensor, gate motor, grain hopper, grease line, ground cable, hatch cover, heat lamp, \
    hoist chain, humidity probe, junction box, ladder rail, level switch, lift table, load cell, \
    loading ramp, mast light, mixing drum, motor brake, nozzle ring, packing arm, pallet jack, \
    paint booth, pilot lamp, pipe clamp, pressure relay, pulley wheel, pump housing, rail sensor, \
    relay board, roller gate, rope winch, safety curtain, sample port, scale head, sensor mast, \
    shaft bearing, shutter drive, signal horn, silo vent, sorting arm, spare rotor, steam trap, \
    sump pump, tank lid, thermal fuse, timing belt, tool cart, tow bar, transfer belt, \
    turbine blade, vacuum hose, vent flap, water meter, wheel chock";

const TONE: &str = "brief, careless, cluttered, complete, confusing, copied, correct, current, \
    daily, dated, detailed, faded, familiar, final, folded, handwritten, hasty, honest, latest, \
    lengthy, lost, messy, minimal, misfiled, monthly, neat, partial, plain, pencilled, private, \
    public, quarterly, recent, rejected, revised, scanned, second, shared, short, signed, stained, \
    tidy, torn, translated, trusted, vague, weekly, yellowing";

const RECORD: &str = "batch sheet, bearing log, budget note, cargo list, change diary, \
    charge table, cleaning rota, contact card, cost sheet, crew roster, cycle counter, \
    damage report, defect tally, delivery note, dispatch book, door log, drift chart, drill card, \
    failure tree, fault map, feed schedule, field diary, fitting plan, gauge history, \
    handover sheet, hazard card, heat chart, job ticket, key register, label file, leak report, \
    limit table, load plan, lock register, loss report, maintenance card, meter reading, \
    parts catalogue, pallet list, permit form, pressure trace, pump diary, range table, \
    reading plan, recovery plan, repair ticket, reserve list, route map, safety note, \
    sample record, service card, setpoint file, shift diary, spares list, stock count, \
    supplier note, survey form, test certificate, threshold file, tide table, trend chart, \
    vendor letter, warranty card, wiring sketch";

const PLACE: &str = "behind the loading bay, on the east quay, at the north gate, \
    under the west ramp, beside the boiler room, near the scale house, in the lower yard, \
    in the cold store, along the rail spur, above the pump hall, by the fuel jetty, \
    inside the sorting hall, next to the silo, across the main yard, at the river intake, \
    on the upper deck, in the paint shop, near the old crane, behind the wash bay, \
    at the south dock, in the cable cellar, under the control room, by the tool crib, \
    on the mezzanine, at the weigh bridge, in the drying shed, beside the relay hut, \
    near the tank farm, in the visitor lot, along the back fence, at the customs shed, \
    on the roof walk, in the spares cage, by the ice plant, under the gantry, \
    beside the slipway, in the gate lodge, at the flood wall, near the battery room, \
    in the test bay";

const SPAN: &str = "ten minutes, half an hour, most of a shift, two short visits, one full tide, \
    a whole morning, three calm days, about an hour, a single evening, nearly a week, \
    a quarter of an hour, four careful steps, a month of patience, one phone call, \
    two long nights, five quiet minutes, a lunch break, one clean run, twenty careful minutes, \
    an afternoon, a couple of days, one short walk, six weeks, a full weekend";

const CLOSE: &str = "and move on, without blaming anyone, in plain words, as a habit, and sign it, \
    before lunch, and tell a friend, with a pencil, in daylight, and say so, one at a time, \
    without a rush, with gloves on, and keep quiet, in pairs, at full load, by hand, \
    on the spot, and date it, with the door shut, in full, and rest, out loud, on paper";

/// The sentences of the body. Their count is a prime, so that every stride meets all.
pub(super) const SENTENCES: &[&str] = &[
    "{when}, {crew} should {verb} the {flaw} {thing} and the {record}.",
    "{crew} {verbs} the {tone} {record} {place}.",
    "the {flaw} {thing} explains the {tone} {record} better than {other} can.",
    "{verb} the {flaw} {thing} before the {tone} {record}.",
    "if {crew} cannot {verb} the {thing}, {verb} the {tone} {record} {close}.",
    "no {tone} {record} survives a {flaw} {thing} {place}.",
    "keep the {tone} {record} close to the {flaw} {thing}, so that {crew} can {verb} both.",
    "{when}, the {flaw} {thing} outranks the {tone} {record}.",
    "{crew} lost the {tone} {record} while {verbing} the {flaw} {thing}.",
    "a {flaw} {thing} costs {span}, and a {tone} {record} {place} saves it.",
    "nobody should {verb} a {flaw} {thing} while {other} holds the {record}.",
    "write down who may {verb} the {flaw} {thing} and the {tone} {record}.",
    "ask {other} to {verb} the {tone} {record} within {span}.",
    "{verbing} the {flaw} {thing} takes {span}, the {tone} {record} far less.",
    "our rule is plain: {verb} the {thing}, then show {crew} the {tone} {record}.",
    "a {flaw} {thing} or a {tone} {record} tells {crew} where to look.",
    "the {record} and the {flaw} {thing} disagree whenever {crew} forgets the {tone} copy.",
    "this is why {crew} {verbs} one {tone} {record} per {flaw} {thing}.",
    "{place}, {verbing} the {flaw} {thing} early spares {other} a {record}.",
    "treat every {flaw} {thing} as a reason to {verb} the {record} {when}.",
    "{span} later {other} had to {verb} the {tone} {record} {close}.",
    "most faults {place} begin with a {flaw} {thing} and a {tone} {record}.",
    "let {crew} {verb} the {flaw} {thing} {close}, and trust the {record}.",
];

const _: () = assert!(SENTENCES.len() == 23, "the count must be a prime");

/// The first sentence of a post, which says what it is about.
pub(super) const OPENINGS: &[&str] = &[
    "{crew} asked about {problem} in {stack} {scenario}, after {verbing} a {flaw} {thing}.",
    "{problem} in {stack} {scenario} began when {crew} had to {verb} a {flaw} {thing}.",
    "{problem} in {stack} was simple {scenario}, until {crew} had to {verb} a {flaw} {thing}.",
];

/// Titles. Without their problem they still differ.
pub(super) const TITLES: &[&str] = &[
    "what {verbing} the {flaw} {thing} taught {crew} about {problem}",
    "{problem}: how {crew} came to {verb} a {flaw} {thing}",
    "notes on {problem} from {crew} and a {tone} {record} {place}",
    "{problem} when {crew} must {verb} the {tone} {record}",
];

/// Items of a checklist.
pub(super) const ITEMS: &[&str] = &[
    "{verb} the {flaw} {thing} and the {record}",
    "{verb} the {thing} before the {tone} {record}",
    "{verb} the {thing} and the {tone} {record}",
];

/// Captions of pictures.
pub(super) const CAPTIONS: &[&str] = &[
    "a {flaw} {thing} {place}, seen by {crew}",
    "{crew} and the {flaw} {thing} {place}",
];

/// Summaries.
pub(super) const SUMMARIES: &[&str] = &[
    "a working account of {problem}, told through a {flaw} {thing} and a {tone} {record}",
    "{problem} in small steps, with a {tone} {record} for each {flaw} {thing}",
];

/// What every post of the template shape is called.
pub(super) const TEMPLATE_TITLES: &[&str] = &["a plain guide to {problem} in {stack}"];

/// What the pictures of the template shape show.
pub(super) const TEMPLATE_CAPTIONS: &[&str] = &["{problem} with {stack}, picture {count}"];

/// Headings of topical sections.
pub(super) const HEADINGS: &[&str] = &[
    "where the trouble starts",
    "signals worth watching",
    "limits we accept",
    "how the crew works",
    "costs and trade-offs",
    "what changed on site",
    "a slower second try",
    "when to stop",
    "habits that last",
    "who decides",
    "what the numbers hide",
    "the first repair",
    "before the next season",
    "things left alone",
    "mistakes we repeat",
    "a word about spares",
];

/// What a template sentence of the `boilerplate/templated` defect says.
pub(super) const SLOT_SENTENCE: &str =
    "teams busy with {problem} in {stack} hang a printed warning beside every ladder.";
