namespace SecretsKit.Charts.Rendering.Objects.Globs;

/// <summary>
/// Puts a pattern together: neighbours that are one condition become one part, the longest part of known length is looked for first.
/// </summary>
internal static class GlobCompiler
{
    /// <summary>The pattern, ready to be matched.</summary>
    public static GlobPart Compile(GlobNode node) => node.Kind switch
    {
        GlobKind.Choice => Choice(node),
        GlobKind.Row => node.Children.Count == 0 ? new NothingPart() : Simplify(Join(PartGluing.Glue(Children(node)))),
        GlobKind.Star => new StarPart(takesSlashes: false),
        GlobKind.DoubleStar => new StarPart(takesSlashes: true),
        GlobKind.One => new OnePart(),
        GlobKind.Set when !node.IsNegated && node.Text.EnumerateRunes().Count() == 1 => new TextPart(node.Text),
        GlobKind.Set => new SetPart(node.Text, node.IsNegated),
        GlobKind.Range => new RangePart(node.Low, node.High, node.IsNegated),
        GlobKind.Text => new TextPart(node.Text),
        _ => new NothingPart(),
    };

    private static List<GlobPart> Children(GlobNode node) => node.Children.ConvertAll(Compile);

    private static GlobPart Choice(GlobNode node)
    {
        if (CommonEnds.TakeOut(node) is { } row)
        {
            return Compile(row);
        }

        var choices = Children(node);
        return choices.Count == 1 ? choices[0] : new ChoicePart(choices);
    }

    private static GlobPart Join(List<GlobPart> parts)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        if (PartGluing.TryGlue(parts) is { } glued)
        {
            return glued;
        }

        var longest = -1;
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Length != GlobPart.AnyLength && (longest < 0 || parts[i].Length >= parts[longest].Length))
            {
                longest = i;
            }
        }

        return longest < 0
            ? new AroundPart(parts[0], null, Join(parts[1..]))
            : new AroundPart(
                parts[longest],
                longest == 0 ? null : Join(parts[..longest]),
                longest + 1 == parts.Count ? null : Join(parts[(longest + 1)..]));
    }

    // Texts at the edges are quicker to match, and may then overlap, too.
    private static GlobPart Simplify(GlobPart part)
    {
        if (part is not AroundPart around)
        {
            return part;
        }

        var simple = around.WithSides(Simplify);
        return simple.Parts is not { Text: { } text } parts ? simple : (parts.Left, parts.Right) switch
        {
            (null, null) => text,
            (StarPart { TakesSlashes: true }, StarPart { TakesSlashes: true }) => new HoldingPart(text.Bytes, isNegated: false),
            (StarPart { TakesSlashes: true }, null) => new EndPart(text.Bytes, takesSlashes: true),
            (null, StarPart { TakesSlashes: true }) => new BeginningPart(text.Bytes, takesSlashes: true),
            (null, EndPart { BehindAnything: { } end }) => new EdgesPart(text.Bytes, end),
            (BeginningPart { BeforeAnything: { } beginning }, null) => new EdgesPart(beginning, text.Bytes),
            (StarPart, null) => new EndPart(text.Bytes, takesSlashes: false),
            (null, StarPart) => new BeginningPart(text.Bytes, takesSlashes: false),
            _ => simple,
        };
    }
}
