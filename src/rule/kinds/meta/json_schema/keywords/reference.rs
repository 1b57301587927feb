//! References to other schemas.

use super::super::draft::Draft;
use super::super::json::JsonId;
use super::super::node::{NodeId, ResourceId};
use super::super::place::Place;
use super::super::reader::Reader;
use super::super::run::Run;

/// `$ref`.
#[derive(Debug)]
pub(crate) struct Reference {
    pub(crate) target: NodeId,
    /// Where it is written.
    pub(crate) written: JsonId,
}

impl Reference {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let written = reader.value("$ref")?;
        let target = reader.library.target_of(written)?;
        Some(Self { target, written })
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        run.holds(self.target, place)
    }
}

/// `$dynamicRef`: where it leads depends on the schemas that led to it.
#[derive(Debug)]
pub(crate) struct DynamicReference {
    /// Where it leads if none of them says otherwise.
    pub(crate) target: NodeId,
    /// What each schema with an id puts in its place.
    others: Vec<(ResourceId, NodeId)>,
}

impl DynamicReference {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        if reader.draft == Draft::Seven {
            return None;
        }
        let (written, text) = reader.text("$dynamicRef")?;
        let target = reader.library.target_of(written)?;
        let name = text.split_once('#').map_or("", |(_, name)| name);
        let library = reader.library;
        let numbered = (0..).map(ResourceId).zip(&library.resources);
        let others = numbered.filter_map(|(id, resource)| {
            let schema = resource.dynamic.get(name)?;
            Some((id, library.placed(*schema)?.node))
        });
        let mut others: Vec<_> = others.collect();
        if !others.iter().any(|(_, node)| *node == target) {
            others.clear();
        }
        Some(Self { target, others })
    }

    /// The schema that it leads to now: that of the outermost of those that led to it.
    pub(super) fn meant(&self, run: &Run<'_, '_>) -> NodeId {
        let mut scope = run.scope().iter();
        let found = scope.find_map(|resource| {
            let mut others = self.others.iter();
            others.find(|(id, _)| id == resource)
        });
        found.map_or(self.target, |(_, node)| *node)
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let meant = self.meant(run);
        run.holds(meant, place)
    }
}
