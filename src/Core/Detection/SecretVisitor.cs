namespace SecretsKit.Core.Detection;

/// <summary>Judges all values of a walk. Values of several lines are files inside the file, and are read as such.</summary>
/// <param name="hits">The lines where formats that speak for themselves were found: the values around them are remembered.</param>
internal sealed class SecretVisitor(int[] hits) : IValueVisitor
{
    private const int MostNesting = 2;

    private int _nesting;

    // The path of the value whose text is walked through; empty for the file.
    private string _outer = "";

    /// <summary>What was found, with the last line of the value.</summary>
    public List<Entry> Found { get; } = [];

    /// <summary>The values around the hits.</summary>
    public List<Surrounding> Around { get; } = [];

    /// <inheritdoc/>
    public void Visit(VisitedValue value)
    {
        var text = value.Text.Span;
        if (Found.Count >= SecretScanner.MostDetections || text.Length < 3)
        {
            return;
        }

        var lines = text.Count((byte)'\n');
        var (first, last) = (value.Line, value.Line + lines);
        if (_nesting == 0 && Array.Exists(hits, line => first <= line && line <= last))
        {
            Around.Add(new(Name(value), first, last));
        }

        if (Judge(value) is { } verdict)
        {
            Found.Add(
                new(
                    new(verdict.Kind, verdict.What, Name(value), value.Line, value.Column) { IsCertain = verdict.IsCertain },
                    value.Line + lines));
        }
        else if (lines > 1 && _nesting < MostNesting)
        {
            var outer = _outer;
            _nesting++;
            _outer = Under(outer, value.Path.ToString());

            // The text of a block begins on the line behind its name.
            new LineWalk(this).Run(value.Text, value.Line + 1);
            _outer = outer;
            _nesting--;
        }
    }

    private static NamedValueJudge.Verdict? Judge(VisitedValue value)
    {
        var text = value.Text.Span;
        return value.Manifest switch
        {
            ManifestPart.Data => ManifestJudge.Judge(text, isBase64: true),
            ManifestPart.StringData => ManifestJudge.Judge(text, isBase64: false),
            _ => NamedValueJudge.Judge(value.Name, value.Parent, text) is { Kind: not SecretKind.RandomValue } named ? named
                : ConnectionStrings.Judge(text) ?? NamedValueJudge.Judge(value.Name, value.Parent, text),
        };
    }

    private string Name(VisitedValue value)
    {
        var path = Under(_outer, value.Path.ToString());
        return value.Path.Name().SequenceEqual(value.Name) ? path : $"{path} ({System.Text.Encoding.UTF8.GetString(value.Name)})";
    }

    private static string Under(string outer, string path) => outer.Length == 0 || path.StartsWith('[') ? outer + path : $"{outer}.{path}";

    /// <summary>A value and its lines.</summary>
    public sealed record Surrounding(string Name, int Line, int LastLine);

    /// <summary>A finding, and where its value ends.</summary>
    public sealed record Entry(SecretDetection Detection, int LastLine);
}
