using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;

namespace SecretsKit.Cli.Reporting;

/// <summary>Findings as SARIF 2.1.0 (OASIS), the form in which code hosts take the results of analysis.</summary>
internal static class SarifReport
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <summary>Writes it, with a line feed at the end.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="findings">In order.</param>
    /// <param name="place">The path of a finding, with forward slashes.</param>
    /// <param name="rules">All rules that were looked at.</param>
    public static void Write(
        Stream output, IReadOnlyList<Finding> findings, Func<Finding, string> place, IReadOnlyList<CheckRule> rules)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, rules);
            json.WriteString("columnKind", "unicodeCodePoints");
            json.WriteStartArray("invocations");
            json.WriteStartObject();
            json.WriteBoolean("executionSuccessful", true);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("results");
            foreach (var finding in findings)
            {
                WriteResult(json, finding, place(finding), rules);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetBytes(DisplayText.Json(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length)) + "\n"));
    }

    private static void WriteTool(Utf8JsonWriter json, IReadOnlyList<CheckRule> rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "secretskit");
        json.WriteString("semanticVersion", ProductVersion.Text);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Title);
            WriteText(json, "help", rule.NextStep);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", HumanReport.Word(rule.Level));
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteStartArray("tags");
            json.WriteStringValue("security");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding, string path, IReadOnlyList<CheckRule> rules)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule.Id);
        json.WriteNumber("ruleIndex", Index(rules, finding.Rule));
        json.WriteString("level", HumanReport.Word(finding.Level));
        WriteText(json, "message", WithoutLinks(finding.Message));
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", Uri(path));
        if (!Path.IsPathFullyQualified(path))
        {
            json.WriteString("uriBaseId", "%SRCROOT%");
        }

        json.WriteEndObject();
        // A finding about a whole file is at its beginning: hosts show no other.
        json.WriteStartObject("region");
        json.WriteNumber("startLine", Math.Max(1, finding.Line));
        if (finding.Column > 0)
        {
            json.WriteNumber("startColumn", finding.Column);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("secretskitFinding/v1", Fingerprint(finding, path));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static int Index(IReadOnlyList<CheckRule> rules, CheckRule rule)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i] == rule)
            {
                return i;
            }
        }

        return -1;
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    // Messages of SARIF know links, "[text](target)" (section 3.11.6). Names in ours come from files and must not make any.
    private static string WithoutLinks(string message) => DisplayText.Field(message).Replace("](", "] (", StringComparison.Ordinal);

    private static string Uri(string path) =>
        Path.IsPathFullyQualified(path) ? new Uri(path).AbsoluteUri : string.Join('/', path.Split('/').Select(System.Uri.EscapeDataString));

    // Of names alone: a digest of a weak secret could be guessed.
    private static string Fingerprint(Finding finding, string path) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes($"{finding.Rule.Id}\n{path}\n{(finding.Name.Length > 0 ? finding.Name : finding.Message)}")))[..32];
}
