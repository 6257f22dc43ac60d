using System.Globalization;
using System.Text;
using SecretsKit.Charts.Validation;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Display;

namespace SecretsKit.Cli.Kubeconform.Output;

/// <summary>One JSON object, whose fields are in the reference's order.</summary>
internal sealed class JsonVerdicts(CliHost host, ReportScope scope) : VerdictReport(host, scope)
{
    private readonly List<string> _resources = [];

    /// <inheritdoc/>
    public override void Finish()
    {
        var fields = new List<string> { $"\"resources\": {Items(_resources, 1)}" };
        if (Scope.ShowsSummary)
        {
            fields.Add("\"summary\": " + Fields(
                1,
                ("valid", Number(VerdictStatus.Valid)),
                ("invalid", Number(VerdictStatus.Invalid)),
                ("errors", Number(VerdictStatus.Error)),
                ("skipped", Number(VerdictStatus.Skipped))));
        }

        Host.WriteData(DisplayText.Json(Block("{", fields, "}", 0)) + "\n");
    }

    /// <inheritdoc/>
    protected override void Add(ResourceVerdict verdict)
    {
        if (!verdict.IsFailure && !Scope.ShowsAll)
        {
            return;
        }

        var fields = new List<(string, string)>
        {
            ("filename", Quote(verdict.Source)),
            ("kind", Quote(verdict.Identity.Kind)),
            ("name", Quote(verdict.Identity.Name)),
            ("version", Quote(verdict.Identity.ApiVersion)),
            ("status", Quote(verdict.Status == VerdictStatus.Empty ? "" : $"status{verdict.Status}")),
            ("msg", Quote(verdict.Message)),
        };
        if (verdict.Violations.Count > 0)
        {
            fields.Add((
                "validationErrors",
                Items(
                    [
                        .. verdict.Violations.Select(violation => Fields(
                            4, ("path", Quote(violation.Pointer)), ("msg", Quote(violation.Message)))),
                    ],
                    3)));
        }

        _resources.Add(Fields(2, [.. fields]));
    }

    private string Number(VerdictStatus status) => Tally[status].ToString(CultureInfo.InvariantCulture);

    private static string Quote(string text) => Encoding.UTF8.GetString(GoJson.Format(Value.Of(text), GoJsonOptions.Raw));

    private static string Fields(int depth, params IReadOnlyList<(string Name, string Value)> fields) =>
        Block("{", [.. fields.Select(field => $"\"{field.Name}\": {field.Value}")], "}", depth);

    private static string Items(List<string> items, int depth) => items.Count == 0 ? "[]" : Block("[", items, "]", depth);

    private static string Block(string open, List<string> lines, string close, int depth)
    {
        var outer = new string(' ', 2 * depth);
        return $"{open}\n{outer}  {string.Join($",\n{outer}  ", lines)}\n{outer}{close}";
    }
}
