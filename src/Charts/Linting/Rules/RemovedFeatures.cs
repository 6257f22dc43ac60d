using System.Buffers;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>What charts of Helm 2 used and Helm 3 removed. Only Helm 3 looks, and at the template's source.</summary>
internal static class RemovedFeatures
{
    private const string CrdHook = "manifest is a crd-install hook. This hook is no longer supported in v3 and all CRDs should also " +
        "exist the crds/ directory at the top level of the chart";
    private const string ReleaseTime = ".Release.Time has been removed in v3, please replace with the `now` function in your templates";

    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\n\f\r"u8);

    public static void Check(LintSubject subject, ChartFile template)
    {
        subject.Check(LintSeverity.Warning, template.Name, HasCrdHook(template.Data) ? CrdHook : null);
        subject.Check(LintSeverity.Error, template.Name, template.Data.AsSpan().IndexOf(".Release.Time"u8) >= 0 ? ReleaseTime : null);
    }

    // The annotation, quoted or not, with nothing but white space before its value.
    private static bool HasCrdHook(ReadOnlySpan<byte> text)
    {
        for (int at; (at = text.IndexOf("helm.sh/hook"u8)) >= 0;)
        {
            text = text[(at + "helm.sh/hook"u8.Length)..];
            var rest = text is [(byte)'"', ..] ? text[1..] : text;
            if (rest is [(byte)':', ..]
                && rest[1..] is var value
                && value.IndexOfAnyExcept(WhiteSpace) is > 0 and var blanks
                && value[blanks..].StartsWith("crd-install"u8))
            {
                return true;
            }
        }

        return false;
    }
}
