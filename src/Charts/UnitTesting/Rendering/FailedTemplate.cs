using SecretsKit.Charts.Model;
using SecretsKit.Templating.Errors;

namespace SecretsKit.Charts.UnitTesting.Rendering;

/// <summary>Which template a failure of rendering is about, and what of its message is meant for people.</summary>
/// <param name="Path">The template's; null where the failure is about none.</param>
/// <param name="Message">What <c>fail</c> or <c>required</c> said, else all of it; of several lines the last, as the reference does.</param>
internal readonly record struct FailedTemplate(string? Path, string Message)
{
    /// <summary>The parts of a failure.</summary>
    public static FailedTemplate Of(ChartException failure)
    {
        if (failure.InnerException is not TemplateException template)
        {
            return new(null, failure.Message);
        }

        var path = template.Layers is [var outermost, ..] ? outermost.File : (template.Cause as TemplateCause)?.File;
        return new(path, LastLine(TemplateErrorText.TextOfUser(template) ?? failure.Message));
    }

    private static string LastLine(string text) => text.TrimEnd('\n').Split('\n')[^1];
}
