using System.Text;
using SecretsKit.Core.Display;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Errors;

/// <summary>The wordings of a template's failure: Go's, and what Helm makes of it (spec go-template.md 6).</summary>
public static class TemplateErrorText
{
    /// <summary>Begins the user's message of <c>fail</c> and <c>required</c> in Go's text.</summary>
    internal const string UserMessageStart = "HELM_ERR_START";

    /// <summary>Ends it.</summary>
    internal const string UserMessageEnd = "HELM_ERR_END";

    private const string Separator = ": ";

    /// <summary>What Helm 3 says.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="file">The file that was parsed, for a failure that does not name its place.</param>
    public static string Helm3(TemplateException error, string file)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.Failure == TemplateFailure.Parsing ? ParseFailure(error.Message, file) : UserMessage(error.Message) ?? error.Message;
    }

    /// <summary>What Helm 4 says: a trace of several lines where only the evaluator and <c>include</c> take part.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="file">The file that was parsed, for a failure that does not name its place.</param>
    public static string Helm4(TemplateException error, string file)
    {
        ArgumentNullException.ThrowIfNull(error);
        var hasTrace = error.Failure is TemplateFailure.Evaluation or TemplateFailure.MissingTemplate
            && error.Layers.Count > 0
            && error.Layers.All(layer => !layer.EntersTpl)
            && UserMessage(error.Message) is null;
        return hasTrace ? Trace(error) : Helm3(error, file);
    }

    /// <summary>What <c>fail</c> or <c>required</c> said, if one of them is the cause; else null.</summary>
    public static string? TextOfUser(TemplateException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return PartsOfUser(error.Message)?.Text;
    }

    internal static string Go(IReadOnlyList<TemplateErrorLayer> layers)
    {
        var text = new StringBuilder();
        foreach (var layer in layers)
        {
            text.Append($"template: {DisplayText.Field(layer.File)}:{layer.Line}:{layer.Column}: executing " +
                $"{GoQuote.Format(layer.Executing)} at <{layer.Node}>: {layer.Message}");
        }

        return text.ToString();
    }

    private static string ParseFailure(string message, string file)
    {
        var parts = message.Split(Separator);
        return parts.Length == 1 ? $"parse error in ({DisplayText.Field(file)}): {message}" : $"parse error at ({parts[1]}): {parts[^1]}";
    }

    private static string? UserMessage(string message) =>
        PartsOfUser(message) is { } parts ? $"execution error at ({parts.Place}): {parts.Text}" : null;

    private static (string Place, string Text)? PartsOfUser(string message)
    {
        var parts = message.Split(Separator, 3);
        if (parts.Length < 3)
        {
            return null;
        }

        var start = parts[2].IndexOf(UserMessageStart, StringComparison.Ordinal);
        var end = parts[2].LastIndexOf(UserMessageEnd, StringComparison.Ordinal);
        return start < 0 || end < start ? null : (parts[1], parts[2][(start + UserMessageStart.Length)..end]);
    }

    private static string Trace(TemplateException error)
    {
        var text = new StringBuilder();
        TemplateErrorLayer? last = null;
        foreach (var layer in error.Layers)
        {
            var (message, missing) = Cut(layer.Message);
            var shown = layer with { Message = message };
            if (shown != last)
            {
                text.Append($"{DisplayText.Field(layer.File)}:{layer.Line}:{layer.Column}\n  executing " +
                    $"{GoQuote.Format(layer.Executing)} at <{layer.Node}>:\n    {message}\n");
            }

            if (missing.Length > 0)
            {
                text.Append(missing).Append('\n');
            }

            last = shown;
        }

        return text.ToString().Trim();
    }

    // A message goes up to the next template's; that of a missing one is a level of its own.
    private static (string Message, string Missing) Cut(string message)
    {
        var next = message.IndexOf(" template:", StringComparison.Ordinal);
        return next < 0 ? (message.TrimEnd(), "") : (message[..next], message[(next + 1)..]);
    }
}
