using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Charts.Schema.Formats;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.Schema.Keywords;

/// <summary><c>pattern</c>: RE2, found anywhere in the text.</summary>
internal sealed class PatternKeyword(Re2 pattern) : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.Kind == JsonKinds.String && !pattern.IsMatch(frame.Value.StringBytes, frame.Session))
        {
            frame.Report(new(FindingKind.Pattern, "pattern", frame.Path) { Quoted = frame.Value.StringBytes, Wanted = pattern.Pattern });
        }
    }
}

/// <summary><c>format</c>, where it is more than a note.</summary>
internal sealed class FormatKeyword(string name, FormatCheck check) : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.Kind == JsonKinds.String && check(frame.Value.StringBytes) is { } reason)
        {
            frame.Report(
                new(FindingKind.Format, "format", frame.Path) { Quoted = frame.Value.StringBytes, Wanted = name, Reason = reason });
        }
    }
}
