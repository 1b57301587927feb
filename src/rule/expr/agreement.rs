//! What expressions come to here is what the interpreter of the `cel` crate makes of them, where
//! the two speak of the same: whole numbers, texts, lists and maps that are there.

use std::fmt::Write;

use cel::{Context, Program, Value as CelValue};
use proptest::prelude::*;

use super::{Allowance, Expr};
use crate::post::Data;
use crate::rule::kinds::meta::fixture::Fixture;

/// The same values as a post and as the crate knows them.
const POST: &str = "n = 7\nbig = 9223372036854775807\ntopic = 'cache warmup'\nyes = true\n\
                    list = [1, 2, 7]\nwords = ['cache', 'warm', 'é']\nnested = [[1], []]\n\
                    one = { key = 'cache' }\nitems = [{ key = 7 }, { key = 'cache' }]\n+++\n";
const META: &str = "{'n': 7, 'big': 9223372036854775807, 'topic': 'cache warmup', 'yes': true, \
                    'list': [1, 2, 7], 'words': ['cache', 'warm', 'é'], 'nested': [[1], []], \
                    'one': {'key': 'cache'}, 'items': [{'key': 7}, {'key': 'cache'}]}";

const LEAVES: [&str; 34] = [
    "meta.n",
    "meta.big",
    "meta.topic",
    "meta.yes",
    "meta.list",
    "meta.words",
    "meta.nested",
    "meta.one",
    "meta.items",
    "meta.none",
    "meta.one.key",
    "meta.one.none",
    "meta.list[1]",
    "meta.list[9]",
    "meta.items[1].key",
    "meta['words']",
    "has(meta.one.key)",
    "has(meta.none)",
    "x",
    "y",
    "x.key",
    "has(x.key)",
    "0",
    "1",
    "7",
    "-1",
    "'cache'",
    "'é'",
    "''",
    "true",
    "false",
    "null",
    "['cache', 'x']",
    "{'key': 7}",
];

/// Expressions with one, two or three operands.
const FORMS: [&str; 39] = [
    "!A",
    "-A",
    "A.key",
    "size(A)",
    "A.size()",
    "int(A)",
    "string(A)",
    "bool(A)",
    "[A]",
    "{A: 1}",
    "A == B",
    "A != B",
    "A < B",
    "A <= B",
    "A > B",
    "A >= B",
    "A && B",
    "A || B",
    "A + B",
    "A - B",
    "A * B",
    "A / B",
    "A % B",
    "A in B",
    "A[B]",
    "[A, B]",
    "{A: B}",
    "A.contains(B)",
    "A.startsWith(B)",
    "A.endsWith(B)",
    "A.all(x, B)",
    "A.exists(x, B)",
    "A.exists_one(x, B)",
    "A.filter(x, B)",
    "A.map(x, B)",
    "A.all(y, B)",
    "A.map(y, B)",
    "A ? B : C",
    "A.map(x, B, C)",
];

pub(super) fn expressions() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(&LEAVES[..]).prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 3, |inner| {
        let form = prop::sample::select(&FORMS[..]);
        (form, inner.clone(), inner.clone(), inner).prop_map(|(form, a, b, c)| {
            let mut text = String::new();
            for part in form.chars() {
                match part {
                    'A' => write!(text, "({a})").unwrap(),
                    'B' => write!(text, "({b})").unwrap(),
                    'C' => write!(text, "({c})").unwrap(),
                    other => text.push(other),
                }
            }
            text
        })
    })
}

fn data_of(value: &CelValue) -> Option<Data> {
    Some(match value {
        CelValue::Null => Data::Null,
        CelValue::Bool(value) => Data::Boolean(*value),
        CelValue::Int(value) => Data::Integer(*value),
        CelValue::String(value) => Data::String(value.to_string()),
        CelValue::List(items) => {
            let items = items.iter().map(|item| {
                data_of(item).map(|data| crate::post::Value {
                    span: crate::source::Span::default(),
                    data,
                })
            });
            Data::List(items.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn expressions_come_to_what_the_language_says(text in expressions()) {
        let Ok(expr) = Expr::compile(&text, &Allowance::default()) else {
            return Ok(());
        };
        let mut context = Context::default();
        let meta = Program::compile(META).unwrap().execute(&context).unwrap();
        context.add_variable_from_value("meta", meta);
        let known = Program::compile(&text).unwrap().execute(&context);
        let post = Fixture::new(POST);
        prop_assert_eq!(expr.value(&post.cx()), known.ok().as_ref().and_then(data_of));
    }
}
