using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Detection;

/// <summary>
/// Finds secrets in plain text: by names, by formats that speak for themselves, and by the looks of values. Reads each text once or twice,
/// in time linear in its length. Stateless and safe for concurrent use; results never hold a secret.
/// </summary>
public static class SecretScanner
{
    /// <summary>Most detections of one file: what has more is a list of something, and the first ones tell.</summary>
    public const int MostDetections = 200;

    private static readonly DocumentLimits Limits = new() { MaxDepth = 200, MaxNodes = 2_000_000 };

    private static readonly ByteString SopsBlock = new("sops"u8);

    /// <summary>Scans a text.</summary>
    /// <param name="text">UTF-8. Read only.</param>
    /// <param name="shape">How it is taken apart.</param>
    /// <param name="isEncrypted">Whether it is a SOPS file: then its metadata are left out.</param>
    /// <returns>In the order of their places.</returns>
    public static IReadOnlyList<SecretDetection> Scan(ReadOnlyMemory<byte> text, TextShape shape, bool isEncrypted = false)
    {
        var hits = new List<TokenScanner.Hit>();
        TokenScanner.Scan(text.Span, hits);
        Cut(hits);
        var tokens = hits.Count;
        PrivateKeyScanner.Scan(text.Span, hits);
        Cut(hits);
        var places = hits.ConvertAll(hit => TextPosition.Of(text.Span, hit.Offset));
        var visitor = new SecretVisitor([.. places.Select(place => place.Line)]);
        if (shape != TextShape.Text)
        {
            Walk(text, shape, isEncrypted, visitor);
        }

        return Merge(hits, places, tokens, visitor);
    }

    /// <summary>Where the values of a file stand, by the paths of their names.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="shape">How it is taken apart.</param>
    public static IReadOnlyDictionary<string, (int Line, int Column)> Places(ReadOnlyMemory<byte> text, TextShape shape)
    {
        var index = new PlaceIndex();
        Walk(text, shape, isEncrypted: true, index);
        return index.Places;
    }

    private static void Walk(ReadOnlyMemory<byte> text, TextShape shape, bool isEncrypted, IValueVisitor visitor)
    {
        if (shape != TextShape.Structured || !TryWalkYaml(text, isEncrypted, visitor))
        {
            new LineWalk(visitor).Run(text);
        }
    }

    private static bool TryWalkYaml(ReadOnlyMemory<byte> text, bool isEncrypted, IValueVisitor visitor)
    {
        List<YamlNode> documents;
        try
        {
            documents = YamlReader.ReadAll(text, Limits);
        }
        catch (DocumentException)
        {
            return false;
        }

        var walk = new YamlWalk(visitor);
        foreach (var document in documents)
        {
            walk.Run(document, isEncrypted ? [SopsBlock] : []);
        }

        return true;
    }

    // A format that speaks for itself says more than a name; it takes the name of the value that it is in.
    private static List<SecretDetection> Merge(
        List<TokenScanner.Hit> hits, List<(int Line, int Column)> places, int tokens, SecretVisitor visitor)
    {
        var values = visitor.Found;
        var found = new List<SecretDetection>();
        for (var i = 0; i < hits.Count; i++)
        {
            var (line, column) = places[i];
            var around = visitor.Around.Find(value => value.Line <= line && line <= value.LastLine);
            var kind = i < tokens && !hits[i].What.EndsWith("age identity", StringComparison.Ordinal)
                ? SecretKind.Token
                : SecretKind.PrivateKey;
            found.Add(new(kind, hits[i].What, around?.Name ?? "", line, column)
            {
                ValueLine = around?.Line ?? line,
                IsCertain = hits[i].What is not ("private key under a passphrase" or "Stripe test key"),
            });
        }

        var taken = found.ConvertAll(hit => hit.Line);
        found.AddRange(
            values.Where(value => !taken.Exists(line => value.Detection.Line <= line && line <= value.LastLine))
                .Select(value => value.Detection));
        found.Sort((one, other) => (one.Line, one.Column).CompareTo((other.Line, other.Column)));
        return found.Count > MostDetections ? found[..MostDetections] : found;
    }

    // The place of each hit is counted from the start of the text.
    private static void Cut(List<TokenScanner.Hit> hits)
    {
        if (hits.Count > MostDetections)
        {
            hits.RemoveRange(MostDetections, hits.Count - MostDetections);
        }
    }

    private sealed class PlaceIndex : IValueVisitor
    {
        public Dictionary<string, (int Line, int Column)> Places { get; } = new(StringComparer.Ordinal);

        public void Visit(VisitedValue value) => Places.TryAdd(value.Path.ToString(), (value.Line, value.Column));
    }
}
