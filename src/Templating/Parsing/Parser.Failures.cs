using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Errors;

namespace SecretsKit.Templating.Parsing;

internal sealed partial class Parser
{
    private const int MaxShownRunes = 10;

    private static string Describe(TokenKind end) => end == TokenKind.End ? "{{end}}" : "{{else}}";

    private TemplateException Fail(string message) => TemplateException.Parsing(_source.Name, _tokens.Line, message);

    private TemplateException Unexpected(in Token token, string context)
    {
        if (token.Kind != TokenKind.Error)
        {
            return Fail($"unexpected {Show(token)} in {context}");
        }

        var message = _lexer.Error;
        if (_actionLine != 0 && _actionLine != token.Line)
        {
            message += message.EndsWith(" action", StringComparison.Ordinal) ? " started at " : " in action started at ";
            message += $"{_source.Name}:{_actionLine}";
        }

        return Fail(message);
    }

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
