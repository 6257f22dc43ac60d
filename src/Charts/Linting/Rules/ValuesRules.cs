using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Schema;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>What must hold of values.yaml.</summary>
internal static class ValuesRules
{
    private const string File = "values.yaml";
    private const string Schema = "values.schema.json";

    public static void Check(LintSubject subject)
    {
        if (!subject.Check(LintSeverity.Info, File, subject.Files.Kind(File) == EntryKind.None ? "file does not exist" : null))
        {
            return;
        }

        try
        {
            // The first document alone, in both generations.
            var defaults = ValuesText.Read(subject.Files.Read(File), HelmGeneration.V3);
            subject.Check(LintSeverity.Error, File, SchemaComplaint(subject, defaults));
        }
        catch (ChartException failure)
        {
            var type = subject.Generation == HelmGeneration.V4 ? "common.Values" : "chartutil.Values";
            subject.Check(
                LintSeverity.Error,
                File,
                "unable to parse YAML: " + failure.Message.Replace("map[string]interface {}", type, StringComparison.Ordinal));
        }
    }

    // Helm 3 checks even where it is told not to.
    private static string? SchemaComplaint(LintSubject subject, MapValue defaults)
    {
        var (request, generation) = (subject.Request, subject.Generation);
        if (subject.Files.Kind(Schema) != EntryKind.File || (!request.ValidatesSchema && generation == HelmGeneration.V4))
        {
            return null;
        }

        var schema = subject.Files.Read(Schema);
        if (schema.Length == 0)
        {
            return null;
        }

        var values = ValueMerge.DeepCopy(request.Values);
        new Coalescing(generation, request.Log).FillTables(values, defaults);
        return new SchemaCheck(new(generation), request.Log, request.ValueQuoting) { Fetch = request.FetchSchema }.Validate(schema, values);
    }
}
