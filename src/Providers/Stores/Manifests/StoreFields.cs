using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Stores.Manifests;

/// <summary>A map of a manifest, whose fields are read with errors that name their path.</summary>
/// <param name="map">The map.</param>
/// <param name="path">Where it is in the manifest, such as <c>spec.provider.vault</c>.</param>
/// <param name="provider">For messages.</param>
public sealed class StoreFields(MapValue map, string path, string provider)
{
    /// <summary>Where it is in the manifest.</summary>
    public string Path { get; } = path;

    /// <summary>Which provider it is for.</summary>
    public string Provider { get; } = provider;

    /// <summary>The map itself.</summary>
    public MapValue Map { get; } = map;

    /// <summary>Whether a field is there and not null.</summary>
    public bool Has(string name) => !Field(name).IsNil;

    /// <summary>A text, or nothing.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is no text.</exception>
    public string Text(string name) => Field(name) switch
    {
        { IsNil: true } => "",
        { IsString: true } value => new ByteString(value.StringBytes).RevealText(),
        _ => throw Wrong(name, "expected a text"),
    };

    /// <summary>A text that must be there.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is missing, empty or no text.</exception>
    public string RequiredText(string name) => Text(name) is { Length: > 0 } text ? text : throw Wrong(name, "it is required and missing");

    /// <summary>A whole number, or null.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is none.</exception>
    public long? Integer(string name) => Field(name) switch
    {
        { IsNil: true } => null,
        { Kind: GoKind.Int or GoKind.Int64 } value => value.Bits,
        { Kind: GoKind.Float64 } value when value.Float64 == Math.Truncate(value.Float64) && Math.Abs(value.Float64) < 1e15 =>
            (long)value.Float64,
        _ => throw Wrong(name, "expected a whole number"),
    };

    /// <summary>A duration as Go writes it, zero or more; null if it is missing or empty.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is none.</exception>
    internal TimeSpan? Duration(string name) => Text(name) switch
    {
        "" => null,
        var text when GoDuration.TryParse(new ByteString(text).Span, out var nanoseconds, out _) && nanoseconds >= 0 =>
            TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick),
        _ => throw Wrong(name, "expected a duration, such as 5s"),
    };

    /// <summary>A boolean; false if it is missing.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is none.</exception>
    public bool Flag(string name) => Field(name) switch
    {
        { IsNil: true } => false,
        { Kind: GoKind.Bool } value => value.Boolean,
        _ => throw Wrong(name, "expected true or false"),
    };

    /// <summary>A map, or null.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is none.</exception>
    public StoreFields? Child(string name) => Field(name) switch
    {
        { IsNil: true } => null,
        { AsMap: { } child } => new(child, $"{Path}.{name}", Provider),
        _ => throw Wrong(name, "expected a map"),
    };

    /// <summary>A map that must be there.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is missing or none.</exception>
    public StoreFields RequiredChild(string name) => Child(name) ?? throw Wrong(name, "it is required and missing");

    /// <summary>The maps of a list; none if it is missing.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is no list of maps.</exception>
    public IReadOnlyList<StoreFields> Children(string name)
    {
        var children = new List<StoreFields>();
        foreach (var item in Items(name))
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{Path}.{name}[{children.Count}]");
            children.Add(new(item.AsMap ?? throw Wrong(name, "expected a list of maps"), place, Provider));
        }

        return children;
    }

    /// <summary>The texts of a list; none if it is missing.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is no list of texts.</exception>
    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var item in Items(name))
        {
            texts.Add(item.IsString ? new ByteString(item.StringBytes).RevealText() : throw Wrong(name, "expected a list of texts"));
        }

        return texts;
    }

    /// <summary>A map of texts; none if it is missing.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is no map of texts.</exception>
    public IReadOnlyDictionary<string, string> TextMap(string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Child(name) is { } child)
        {
            foreach (var key in child.Map.SortedKeys)
            {
                texts[key.RevealText()] = child.Text(key.RevealText());
            }
        }

        return texts;
    }

    /// <summary>Adds a header of requests that the field <c>headers</c> names.</summary>
    /// <param name="list">The headers of a request.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value, which may be secret.</param>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is none. The value is not quoted.</exception>
    internal void AddHeader(HttpHeaderList list, string name, string value)
    {
        try
        {
            list.Add(name, value);
        }
        catch (ArgumentException)
        {
            throw Wrong($"headers.{name}", "it is no header of HTTP: a name has no blanks and signs, a value no line breaks");
        }
    }

    /// <summary>A failure about a field.</summary>
    /// <param name="name">The field; empty for the map itself.</param>
    /// <param name="problem">What is wrong with it.</param>
    public ProviderException Wrong(string name, string problem) => new(
        new(ProviderFault.InvalidSettings, Provider, "settings", name.Length > 0 ? $"{Path}.{name}" : Path), $"{problem}");

    private Value[] Items(string name) => Field(name) switch
    {
        { IsNil: true } => [],
        { AsList: { } list } => list.Items.ToArray(),
        _ => throw Wrong(name, "expected a list"),
    };

    private Value Field(string name) => Map[new ByteString(name)];
}
