using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>What must hold of values.yaml.</summary>
internal static class ValuesRules
{
    private const string File = "values.yaml";

    public static void Check(LintSubject subject)
    {
        if (!subject.Check(LintSeverity.Info, File, subject.Files.Kind(File) == EntryKind.None ? "file does not exist" : null))
        {
            return;
        }

        try
        {
            // The first document alone, in both generations.
            _ = ValuesText.Read(subject.Files.Read(File), HelmGeneration.V3);
        }
        catch (ChartException failure)
        {
            var type = subject.Generation == HelmGeneration.V4 ? "common.Values" : "chartutil.Values";
            subject.Check(LintSeverity.Error, File, "unable to parse YAML: " + failure.Message.Replace("map[string]interface {}", type, StringComparison.Ordinal));
        }
    }
}
