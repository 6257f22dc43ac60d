using System.Globalization;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Detection;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>Secrets in plain text in the chart's values and in values files that are not encrypted. Values are never quoted.</summary>
internal static class PlainSecrets
{
    private const string Id = "plaintext";

    public static AdviceRule Rule { get; } = new(Id, "a secret is in plain text in values") { Find = Find };

    /// <summary>The chart's values.yaml and the user's files.</summary>
    public static IEnumerable<ValuesFile> Texts(AdviceSubject subject) =>
        subject.Chart.Raw.Where(file => file.Name == "values.yaml")
            .Select(file => new ValuesFile(file.Name, file.Data, IsSecret: false))
            .Concat(subject.Files);

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (var file in Texts(subject).Where(file => !file.IsSecret))
        {
            foreach (var secret in SecretScanner.Scan(file.Text, TextShape.Structured))
            {
                var what = secret.Kind == SecretKind.DefaultPassword
                    ? $"{(secret.Name.Length == 0 ? "a value" : secret.Name)} is or holds a password that everybody knows; have each " +
                        "deployment set another, from an encrypted file"
                    : $"{(secret.IsCertain ? "secret" : "what may be a secret")} in plain text" +
                        $"{(secret.Name.Length == 0 ? "" : " at " + secret.Name)} ({secret.What}); give it in an encrypted values file " +
                        "instead ('secretskit enc')";
                var place = secret.Line.ToString(CultureInfo.InvariantCulture);
                yield return new(
                    LintSeverity.Warning,
                    $"{file.Name}:{place}",
                    $"{Id}: {what}");
            }
        }
    }
}
