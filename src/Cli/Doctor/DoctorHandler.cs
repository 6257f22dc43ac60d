using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Doctor;

/// <summary>Looks at the machine and the folder, and reports.</summary>
internal sealed class DoctorHandler(VerbContext context)
{
    private const int NarrowestTerminal = 40;
    private const string Indent = "    ";

    /// <summary>Looks, and reports.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(bool json, CancellationToken ct)
    {
        // The look at memory makes a folder there, and whoever makes one clears what others left.
        var left = AbandonedFiles.Folders(context.Host.Environment);
        List<DoctorFinding> findings = [];
        findings.AddRange(await VersionCheckup.FindAsync(context.Host, ct));
        findings.AddRange(KeyCheckup.Find(context));
        findings.AddRange(await RepositoryCheckup.FindAsync(context, ct));
        findings.AddRange(MachineCheckup.Find(context.Host));
        findings.AddRange(await GitCheckup.FindAsync(context.Host, ct));
        findings.AddRange(PlaintextCheckup.Find(context.Host, left));
        if (json)
        {
            WriteJson(findings);
        }
        else
        {
            Print(findings);
        }

        return findings.Exists(finding => finding.Level == DoctorLevel.Problem)
            ? ExitCodes.For(Dialect.SecretsKit, "doctor", Core.Errors.ErrorCode.General)
            : ExitCodes.Success;
    }

    private void WriteJson(List<DoctorFinding> findings) => JsonLine.Write(context.Host, line =>
    {
        line.WriteNumber("format", 1);
        line.WriteString("version", ProductVersion.Text);
        line.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            line.WriteStartObject();
            line.WriteString("topic", finding.Topic);
            line.WriteString("level", Name(finding.Level));
            line.WriteString("text", finding.Text);
            if (finding.Hint is not null)
            {
                line.WriteString("hint", finding.Hint);
            }

            line.WriteEndObject();
        }

        line.WriteEndArray();
    });

    private void Print(List<DoctorFinding> findings)
    {
        var topic = "";
        foreach (var finding in findings)
        {
            if (finding.Topic != topic)
            {
                topic = finding.Topic;
                context.Terminal.Print(topic, TextStyle.Strong);
            }

            var (mark, style) = finding.Level switch
            {
                DoctorLevel.Ok => ("+", TextStyle.Good),
                DoctorLevel.Warning => ("!", TextStyle.Warning),
                DoctorLevel.Problem => ("x", TextStyle.Bad),
                _ => ("-", TextStyle.Plain),
            };
            Print($"  {mark} ", finding.Text, style);
            if (finding.Hint is not null)
            {
                Print(Indent, "hint: " + finding.Hint, TextStyle.Quiet);
            }
        }

        var (problems, warnings) = (Count(DoctorLevel.Problem), Count(DoctorLevel.Warning));
        context.Terminal.Print(
            problems + warnings == 0 ? "nothing is wrong here" : $"{Number(problems, "problem")}, {Number(warnings, "warning")}",
            problems > 0 ? TextStyle.Bad : warnings > 0 ? TextStyle.Warning : TextStyle.Good);

        int Count(DoctorLevel level) => findings.Count(finding => finding.Level == level);
    }

    private void Print(string begin, string text, TextStyle style)
    {
        var width = context.Terminal.OutputFeatures.IsTerminal
            ? Math.Max(NarrowestTerminal, context.Terminal.OutputFeatures.Width) - Indent.Length
            : int.MaxValue;
        foreach (var line in VerbHelp.Wrap(text, width))
        {
            context.Terminal.Print(begin + line, style);
            begin = Indent;
        }
    }

    private static string Name(DoctorLevel level) => level switch
    {
        DoctorLevel.Ok => "ok",
        DoctorLevel.Warning => "warning",
        DoctorLevel.Problem => "problem",
        _ => "note",
    };

    private static string Number(int count, string what) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
