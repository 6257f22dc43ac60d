using SecretsKit.Charts.Model;
using SecretsKit.Templating.Errors;

namespace SecretsKit.Charts.UnitTesting.Rendering;

/// <summary>Which template a failure of rendering is about, and what of its message is meant for people.</summary>
/// <param name="Path">The template's; null where the failure is about none.</param>
/// <param name="Text">
/// What <c>fail</c> or <c>required</c> said, else what went wrong in the innermost template, without its place.
/// </param>
internal readonly record struct FailedTemplate(string? Path, string Text)
{
    /// <summary>The parts of a failure.</summary>
    public static FailedTemplate Of(ChartException failure)
    {
        if (failure.InnerException is not TemplateException template)
        {
            return new(null, failure.Message);
        }

        var path = template.Layers is [var outermost, ..] ? outermost.File : (template.Cause as TemplateCause)?.File;
        var innermost = template.Layers is [.., var last] ? last.Message : failure.Message;
        return new(path, TemplateErrorText.TextOfUser(template) ?? innermost);
    }

    /// <summary>What assertions compare: of several lines the last, as the reference does; all of it if it is about values.</summary>
    public string Message => MessageOf(Text);

    /// <summary>The same as people may see it: cleared before it is cut, since the rest of a secret might not be known for one.</summary>
    public string Shown(Func<string, string> mask) => MessageOf(mask(Text));

    private string MessageOf(string text) => Path is null ? text : text.TrimEnd('\n').Split('\n')[^1];
}
