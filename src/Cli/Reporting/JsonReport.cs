using System.Text;
using System.Text.Json;
using SecretsKit.Core.Display;

namespace SecretsKit.Cli.Reporting;

/// <summary>Findings as one JSON object, for scripts. Fields are only ever added.</summary>
internal static class JsonReport
{
    /// <summary>Writes it, with a line feed at the end.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="summary">What the run did.</param>
    /// <param name="findings">In order.</param>
    /// <param name="place">The path of a finding.</param>
    public static void Write(Stream output, CheckSummary summary, IReadOnlyList<Finding> findings, Func<Finding, string> place)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            WriteSummary(json, summary, findings);
            json.WriteStartArray("findings");
            foreach (var finding in findings)
            {
                Write(json, finding, place(finding));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetBytes(DisplayText.Json(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length)) + "\n"));
    }

    private static void WriteSummary(Utf8JsonWriter json, CheckSummary summary, IReadOnlyList<Finding> findings)
    {
        json.WriteStartObject("summary");
        if (summary.Charts is { } charts)
        {
            json.WriteNumber("charts", charts);
        }
        else
        {
            WriteFiles(json, summary);
        }

        json.WriteNumber("errors", CheckSummary.Count(findings, CheckLevel.Error));
        json.WriteNumber("warnings", CheckSummary.Count(findings, CheckLevel.Warning));
        json.WriteNumber("notes", CheckSummary.Count(findings, CheckLevel.Note));
        json.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter json, CheckSummary summary)
    {
        json.WriteNumber("files", summary.Files);
        json.WriteNumber("encrypted", summary.Encrypted);
        if (summary.Verified is { } verified)
        {
            json.WriteNumber("verified", verified);
        }

        if (summary.Signers.Count > 0)
        {
            json.WriteStartObject("signed");
            foreach (var (signer, count) in summary.Signers)
            {
                json.WriteNumber(signer, count);
            }

            json.WriteEndObject();
        }

        json.WriteNumber("tooLarge", summary.TooLarge);
        json.WriteNumber("allowed", summary.Allowed);
    }

    private static void Write(Utf8JsonWriter json, Finding finding, string path)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("level", HumanReport.Word(finding.Level));
        json.WriteString("path", path);
        if (finding.Line > 0)
        {
            json.WriteNumber("line", finding.Line);
        }

        if (finding.Column > 0)
        {
            json.WriteNumber("column", finding.Column);
        }

        if (finding.Name.Length > 0)
        {
            json.WriteString("name", finding.Name);
        }

        json.WriteString("message", finding.Message);
        json.WriteString("nextStep", finding.NextStep);
        json.WriteEndObject();
    }
}
