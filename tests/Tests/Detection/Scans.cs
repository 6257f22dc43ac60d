using System.Text;
using SecretsKit.Core.Detection;

namespace SecretsKit.Tests.Detection;

/// <summary>Scans texts and shows what was found in one line each.</summary>
internal static class Scans
{
    public static IReadOnlyList<SecretDetection> Of(string text, TextShape shape = TextShape.Structured, bool isEncrypted = false) =>
        SecretScanner.Scan(Encoding.UTF8.GetBytes(text), shape, isEncrypted);

    /// <summary><c>3 auth.password NamedValue</c>, with a question mark where it is not certain.</summary>
    public static string Show(string text, TextShape shape = TextShape.Structured, bool isEncrypted = false) =>
        string.Join(
            '\n', Of(text, shape, isEncrypted).Select(found => $"{found.Line} {found.Name} {found.Kind}{(found.IsCertain ? "" : "?")}"));
}
