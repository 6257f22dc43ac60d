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
    private TemplateException(
        TemplateFailure failure, TemplateCause cause, string message, IReadOnlyList<TemplateErrorLayer> layers)
        : base(failure == TemplateFailure.Parsing ? ErrorCode.MalformedTemplate : ErrorCode.TemplateFailed, message) =>
        (Failure, Cause, Layers) = (failure, cause, layers);

    /// <summary>Where it comes from.</summary>
    public TemplateFailure Failure { get; }

    /// <summary>The executions, the file's first; empty for a text that is no template.</summary>
    public IReadOnlyList<TemplateErrorLayer> Layers { get; }

    /// <summary>A text that is no template.</summary>
    /// <param name="cause">What is wrong, and where.</param>
    /// <param name="message">Go's words for it.</param>
    internal static TemplateException Parsing(TemplateCause cause, string message) =>
        new(TemplateFailure.Parsing, cause, $"template: {DisplayText.Field(cause.File)}:{cause.Line}: {message}", []);

    /// <summary>A failed execution.</summary>
    internal static TemplateException Executing(
        TemplateFailure failure, TemplateCause cause, IReadOnlyList<TemplateErrorLayer> layers) =>
        new(failure, cause, TemplateErrorText.Go(layers), layers);

    /// <summary>The template to execute does not exist.</summary>
    internal static TemplateException Missing(string name, string message) =>
        new(TemplateFailure.MissingTemplate, new(TemplateFault.UnknownTemplate, "", 0, name), message, []);
}
#pragma warning restore CA1032
