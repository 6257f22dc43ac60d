using System.Globalization;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Detection;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>Secrets in plain text in the chart's values and in values files that are not encrypted. Values are never quoted.</summary>
internal static class PlainSecrets
{
    public const string Id = "plaintext";

    public static IEnumerable<LintMessage> Find(Chart chart, IReadOnlyList<ValuesFile> files)
    {
        var own = chart.Raw.Where(file => file.Name == "values.yaml").Select(file => new ValuesFile(file.Name, file.Data, IsSecret: false));
        foreach (var file in own.Concat(files.Where(file => !file.IsSecret)))
        {
            foreach (var secret in SecretScanner.Scan(file.Text, TextShape.Structured))
            {
                var name = secret.Name.Length == 0 ? "" : $" at {secret.Name}";
                var place = secret.Line.ToString(CultureInfo.InvariantCulture);
                yield return new(LintSeverity.Warning, $"{file.Name}:{place}", $"{Id}: {(secret.IsCertain ? "secret" : "what may be a secret")} in plain text{name} ({secret.What})");
            }
        }
    }
}
