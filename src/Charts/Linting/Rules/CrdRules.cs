namespace SecretsKit.Charts.Linting.Rules;

/// <summary>What must hold of crds/, subcharts' included. Only Helm 4 looks.</summary>
internal static class CrdRules
{
    private const string Folder = "crds/";

    public static void Check(LintSubject subject)
    {
        var kind = subject.Files.Kind("crds");
        if (kind == EntryKind.None || !subject.Check(LintSeverity.Error, Folder, kind == EntryKind.Folder ? null : "not a directory"))
        {
            return;
        }

        var (loaded, failure) = subject.Load();
        if (!subject.Check(LintSeverity.Error, Folder, failure?.Message, failure?.Causes) || loaded is not { } chart)
        {
            return;
        }

        foreach (var file in chart.CrdFiles)
        {
            foreach (var document in LintStream.Read(file.Data, subject.Generation))
            {
                if (!subject.Check(LintSeverity.Error, file.Name, document.Failure))
                {
                    return;
                }

                subject.Check(
                    LintSeverity.Error,
                    file.Name,
                    document.ApiVersion.StartsWith("apiextensions.k8s.io", StringComparison.Ordinal)
                        ? null
                        : "apiVersion is not in 'apiextensions.k8s.io'");
                subject.Check(
                    LintSeverity.Error,
                    file.Name,
                    document.Kind == "CustomResourceDefinition" ? null : "object kind is not 'CustomResourceDefinition'");
            }
        }
    }
}
