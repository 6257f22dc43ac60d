using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Templating.Errors;

#pragma warning disable CA1032 // A failure without its place has no meaning here.
/// <summary>
/// A template cannot be parsed or executed. The message is Go's; <see cref="TemplateErrorText"/> makes Helm's. Messages quote the
/// template and, where Go's do, values: they pass the redaction of secrets before anybody sees them.
/// </summary>
public sealed class TemplateException : SecretsKitException
{
    private TemplateException(TemplateFailure failure, string message, IReadOnlyList<TemplateErrorLayer> layers)
        : base(failure == TemplateFailure.Parsing ? ErrorCode.MalformedTemplate : ErrorCode.TemplateFailed, message) =>
        (Failure, Layers) = (failure, layers);

    /// <summary>Where it comes from.</summary>
    public TemplateFailure Failure { get; }

    /// <summary>The executions, the file's first; empty for a text that is no template.</summary>
    public IReadOnlyList<TemplateErrorLayer> Layers { get; }

    /// <summary>A text that is no template.</summary>
    /// <param name="file">The name of the text.</param>
    /// <param name="line">From 1.</param>
    /// <param name="message">Go's words for it.</param>
    internal static TemplateException Parsing(string file, int line, string message) =>
        new(TemplateFailure.Parsing, $"template: {DisplayText.Field(file)}:{line}: {message}", []);

    /// <summary>A failed execution.</summary>
    internal static TemplateException Executing(TemplateFailure failure, IReadOnlyList<TemplateErrorLayer> layers) =>
        new(failure, TemplateErrorText.Go(layers), layers);

    /// <summary>The template to execute does not exist.</summary>
    internal static TemplateException Missing(string message) => new(TemplateFailure.MissingTemplate, message, []);
}
#pragma warning restore CA1032
