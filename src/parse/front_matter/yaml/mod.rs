//! YAML front matter: events of the parser -> nodes -> values.
//!
//! What is common is read in one scan of its own: a general parser is dear.
//! Aliases stay references among the nodes and are expanded within a budget at the end.

mod compose;
mod expand;
mod fast;
mod fault;
mod scalar;

use crate::post::{Data, Map};

use super::reader::Reader;
use compose::Document;
use expand::Expander;

/// Reads a map. Of a faulty one the entries before the fault are kept.
pub(super) fn read(reader: &mut Reader<'_>) -> Map {
    fast::read(reader).unwrap_or_else(|| read_any(reader))
}

/// Reads a map, however it is written.
fn read_any(reader: &mut Reader<'_>) -> Map {
    let document = Document::compose(reader);
    let Some(root) = document.root else {
        fault::tell(document.fault.as_ref(), reader);
        return Map::default();
    };
    let mut expander = Expander::new(&document, reader);
    let value = expander.value(root);
    // A bound that was passed is told already, and says more than what follows from it.
    let fault = document.fault.as_ref().filter(|_| !expander.is_over());
    match value.data {
        Data::Map(map) => {
            fault::tell(fault, reader);
            map
        }
        Data::Null if fault.is_none() => Map::default(),
        _ => {
            fault::tell_no_map(value.span, fault, reader);
            Map::default()
        }
    }
}
