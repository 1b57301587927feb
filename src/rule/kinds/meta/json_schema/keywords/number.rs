//! Keywords that look at numbers.

use super::super::complaint::What;
use super::super::decimal::Decimal;
use super::super::place::Place;
use super::super::reader::Reader;
use super::super::run::Run;

/// `minimum`, `maximum`, their exclusive forms and `multipleOf`.
#[derive(Debug)]
pub(crate) struct Bounds {
    least: Option<Decimal>,
    most: Option<Decimal>,
    above: Option<Decimal>,
    below: Option<Decimal>,
    step: Option<Decimal>,
}

impl Bounds {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let step = reader.number("multipleOf");
        if let (Some(number), Some(id)) = (step, reader.value("multipleOf"))
            && !number.is_positive()
        {
            reader.problem(id, "'multipleOf' must be more than 0");
        }
        let bounds = Self {
            least: reader.number("minimum"),
            most: reader.number("maximum"),
            above: reader.number("exclusiveMinimum"),
            below: reader.number("exclusiveMaximum"),
            step: step.filter(|number| number.is_positive()),
        };
        let all = [
            bounds.least,
            bounds.most,
            bounds.above,
            bounds.below,
            bounds.step,
        ];
        all.iter().any(Option::is_some).then_some(bounds)
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let Some(number) = run.number(place) else {
            return true;
        };
        let (keyword, wanted, bound) = match self {
            Self {
                least: Some(it), ..
            } if number < *it => ("minimum", "at least", it),
            Self { most: Some(it), .. } if number > *it => ("maximum", "at most", it),
            Self {
                above: Some(it), ..
            } if number <= *it => ("exclusiveMinimum", "more than", it),
            Self {
                below: Some(it), ..
            } if number >= *it => ("exclusiveMaximum", "less than", it),
            Self { step: Some(it), .. } if !number.is_multiple_of(*it) => {
                ("multipleOf", "a multiple of", it)
            }
            _ => return true,
        };
        run.complain(place, keyword, || What::Range(format!("{wanted} {bound}")))
    }
}
