using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Schema;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;

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
            var type = subject.Generation == HelmGeneration.V4 ? "common.Values" : "chartutil.Values";
            var defaults = ValuesText.ReadFirst(subject.Files.Read(File), type);
            var complaint = SchemaComplaint(subject, defaults, out var unusable);
            subject.Check(LintSeverity.Error, File, complaint, unusable is null ? null : [unusable]);
        }
        catch (ChartException failure)
        {
            subject.Check(
                LintSeverity.Error,
                File,
                "unable to parse YAML: " + failure.Message,
                failure.Causes.Prepend(new ChartCause(ChartFault.UnreadableValues, File)));
        }
    }

    // Helm 3 checks even where the flag says not to.
    private static string? SchemaComplaint(LintSubject subject, MapValue defaults, out FailureCause? unusable)
    {
        unusable = null;
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
        var check = new SchemaCheck(new(generation), request.Log, request.ValueQuoting) { Fetch = request.FetchSchema };
        return check.Validate(schema, values, out unusable);
    }
}
