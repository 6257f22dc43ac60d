using SecretsKit.Charts.Model;
using SecretsKit.Templating.Errors;

namespace SecretsKit.Charts.Rendering;

/// <summary>Failures of templates in the words of each generation.</summary>
internal static class RenderingFailure
{
    /// <summary>Does something with the template of a path.</summary>
    /// <exception cref="ChartException">It failed; the message is Helm's.</exception>
    public static T Guard<T>(string path, HelmGeneration generation, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (TemplateException failure)
        {
            var text = generation == HelmGeneration.V4 ? TemplateErrorText.Helm4(failure, path) : TemplateErrorText.Helm3(failure, path);
            throw new ChartException(text, failure.Code, failure) { IsFromRendering = true };
        }
    }
}
