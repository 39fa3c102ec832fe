//! Lays out impls: a blank line between the items, and methods that are a single call as rustfmt lays them out.
//!
//! prettyplease breaks `self.0.call(..).json(..)` before each field and each call as soon as one line is too short for all
//! of it. Methods of this kind are most of the files of operations.

use proc_macro2::{Delimiter, TokenTree};
use quote::{ToTokens, quote};

use super::tokens::{fits, join, lay_out, split_at_commas};

/// An impl with a blank line between its items, each of which is formatted separately.
pub(super) fn render_impl(mut item: syn::ItemImpl) -> String {
    let items = std::mem::take(&mut item.items);
    let mut file =
        syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![syn::Item::Impl(item)] };
    let mut texts = Vec::new();
    let (mut head, mut end) = (String::new(), String::new());
    for inner in items {
        let single_call = single_call(&inner);
        let syn::Item::Impl(alone) = &mut file.items[0] else { unreachable!("the file was made of an impl") };
        alone.items = vec![inner];
        let text = prettyplease::unparse(&file);
        // The lines of the item go between the brace and the lines of the head, which are several if names are long.
        let lines: Vec<&str> = text.lines().collect();
        let first = lines.iter().position(|line| !line.starts_with(' ') && line.ends_with('{'));
        let first = 1 + first.expect("an impl opens a brace");
        head = lines[..first].join("\n");
        end = lines[lines.len() - 1].to_owned();
        let inner = &lines[first..lines.len() - 1];
        texts.push(match single_call {
            Some(method) => {
                let is_above = |line: &&&str| line.starts_with("    ///") || line.starts_with("    #[");
                let above = inner.iter().take_while(is_above).map(|line| format!("{line}\n"));
                above.collect::<String>() + &method
            }
            None => inner.join("\n"),
        });
    }
    format!("{head}\n{}\n{end}\n", texts.join("\n\n"))
}

/// A public method whose body is one call, without its docs and attributes; `None` if it is another item, or one with
/// syntax that [`join`] does not know.
fn single_call(item: &syn::ImplItem) -> Option<String> {
    let syn::ImplItem::Fn(method) = item else { return None };
    let [syn::Stmt::Expr(body @ (syn::Expr::Call(_) | syn::Expr::MethodCall(_)), None)] = method.block.stmts.as_slice()
    else {
        return None;
    };
    let syn::Visibility::Public(_) = method.vis else { return None };
    let (body, signature) = (tokens(body), tokens(&method.sig));
    if !(is_plain(&body) && is_plain(&signature)) {
        return None;
    }
    let head = one_line(&signature).unwrap_or_else(|| broken_signature(&method.sig));
    let line = format!("        {}", join(&body));
    let body = if fits(&line) { line } else { broken_call(&body)? };
    Some(format!("{head}\n{body}\n    }}"))
}

fn one_line(signature: &[TokenTree]) -> Option<String> {
    let line = format!("    pub {} {{", join(signature));
    fits(&line).then_some(line)
}

/// A signature with each argument on its own line.
fn broken_signature(signature: &syn::Signature) -> String {
    let syn::Signature { ident, generics, inputs, output, .. } = signature;
    let inputs: String = inputs.iter().map(|input| format!("        {},\n", join(&tokens(input)))).collect();
    let name = join(&tokens(quote!(#ident #generics)));
    format!("    pub fn {name}(\n{inputs}    ) {} {{", join(&tokens(output)))
}

/// A call such as `GetCart(self.0.call(..).json(..))` with its content on further lines: on one if it fits, otherwise
/// with each call of the content on its own line, or with each argument of the only call.
fn broken_call(call: &[TokenTree]) -> Option<String> {
    let [TokenTree::Ident(name), TokenTree::Group(content)] = call else { return None };
    let content: Vec<TokenTree> = content.stream().into_iter().collect();
    let line = format!("            {},", join(&content));
    let content = match calls(&content).as_slice() {
        _ if fits(&line) => line,
        [[callee @ .., TokenTree::Group(args)]] => {
            let args = split_at_commas(args.stream());
            let args: String = args.iter().map(|arg| lay_out(arg, "                ", ",") + "\n").collect();
            format!("            {}(\n{args}            ),", join(callee))
        }
        [first, others @ ..] => {
            let others: String =
                others.iter().map(|call| format!("\n{}", lay_out(call, "                ", ""))).collect();
            format!("{}{others},", lay_out(first, "            ", ""))
        }
        [] => return None,
    };
    Some(format!("        {name}(\n{content}\n        )"))
}

/// The calls of a chain. The first one includes its receiver: `self.0.call(..)`.
fn calls(chain: &[TokenTree]) -> Vec<&[TokenTree]> {
    let is_call = |at: &usize| match &chain[*at..] {
        [TokenTree::Punct(dot), TokenTree::Ident(_), TokenTree::Group(_), ..] => dot.as_char() == '.',
        _ => false,
    };
    let further = (0..chain.len()).filter(is_call).skip(1);
    let bounds: Vec<usize> = [0].into_iter().chain(further).chain([chain.len()]).collect();
    bounds.windows(2).map(|bounds| &chain[bounds[0]..bounds[1]]).collect()
}

/// Whether tokens contain only paths, calls, references and types.
fn is_plain(tokens: &[TokenTree]) -> bool {
    tokens.iter().all(|token| match token {
        TokenTree::Punct(punct) => matches!(punct.as_char(), '.' | ',' | ':' | '&' | '<' | '>' | '\'' | '-'),
        TokenTree::Group(group) => {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            group.delimiter() != Delimiter::Brace && is_plain(&inner)
        }
        TokenTree::Ident(_) | TokenTree::Literal(_) => true,
    })
}

fn tokens(item: impl ToTokens) -> Vec<TokenTree> {
    item.into_token_stream().into_iter().collect()
}
