using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Errors;

namespace SecretsKit.Templating.Parsing;

internal sealed partial class Parser
{
    private const int MaxShownRunes = 10;

    private static string Describe(TokenKind end) => end == TokenKind.End ? "{{end}}" : "{{else}}";

    private TemplateException Fail(string message, TemplateFault fault = TemplateFault.Syntax, string? name = null) =>
        TemplateException.Parsing(new(fault, _source.Name, _tokens.Line, name), message);

    private TemplateException Unexpected(in Token token, string context)
    {
        if (token.Kind != TokenKind.Error)
        {
            var fault = token.Kind == TokenKind.Eof ? TemplateFault.MissingEnd : TemplateFault.Syntax;
            return Fail($"unexpected {Show(token)} in {context}", fault);
        }

        var message = _lexer.Error;
        if (_actionLine != 0 && _actionLine != token.Line)
        {
            message += _lexer.EndsInAction ? " started at " : " in action started at ";
            message += $"{_source.Name}:{_actionLine}";
        }

        return Fail(message, _lexer.Fault);
    }

    private TemplateException UnknownFunction(in Token token) => Fail(
        $"function {GoQuote.Format(_source[token], GoQuoteStyle.Quote)} not defined",
        TemplateFault.UnknownFunction,
        Encoding.UTF8.GetString(_source[token]));

    private string Show(in Token token)
    {
        if (token.Kind == TokenKind.Eof)
        {
            return "EOF";
        }

        var text = _source[token];
        if (token.Kind >= TokenKind.Dot)
        {
            return $"<{Encoding.UTF8.GetString(text)}>";
        }

        if (text.Length <= MaxShownRunes)
        {
            return GoQuote.Format(text, GoQuoteStyle.Quote);
        }

        var length = 0;
        for (var runes = 0; runes < MaxShownRunes && length < text.Length; runes++)
        {
            length += Rune.DecodeFromUtf8(text[length..], out _, out var width) == System.Buffers.OperationStatus.Done ? width : 1;
        }

        return GoQuote.Format(text[..length], GoQuoteStyle.Quote) + "...";
    }
}
