using System.Buffers;
using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering.Objects.Globs;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Charts.Rendering.Objects;

/// <summary><c>.Files</c>: the chart's other files, by path (spec sprig.md 18.2).</summary>
internal sealed class FilesObject : GoObject
{
    private static readonly GoType FilesType = GoType.Named("engine.files", GoKind.Map, GoType.ByteSlice);

    // Bytes that a line takes beside its own, and a byte as element of a list.
    private const long LineCost = 40;
    private const long ByteCost = 16;

    // Bytes of names that a pattern looks at in the time of a step.
    private const int GlobShift = 3;

    private readonly SortedDictionary<string, byte[]> _files;
    private MapValue? _map;

    /// <param name="files">Of the chart; a later one of the same name wins.</param>
    public FilesObject(IReadOnlyList<ChartFile> files)
    {
        _files = new(StringComparer.Ordinal);
        foreach (var file in files)
        {
            _files[file.Name] = file.Data;
        }
    }

    private FilesObject(SortedDictionary<string, byte[]> files) => _files = files;

    /// <inheritdoc/>
    public override GoType Type => FilesType;

    /// <summary>Paths and bytes. Made on demand: most templates never range over files.</summary>
    public override MapValue Map => _map ??= MakeMap();

    /// <inheritdoc/>
    public override Function? Method(ByteString name) => name.Length is < 3 or > 9 ? null : name.RevealText() switch
    {
        "Get" => new("Get", [ParameterType.String], null, (_, a) => Value.Of(Find(a[0]) ?? [])),
        "GetBytes" => new("GetBytes", [ParameterType.String], null, (c, a) => Value.Of(Bytes(c, Find(a[0]) ?? []))),
        "Lines" => new("Lines", [ParameterType.String], null, (c, a) => Lines(c, Find(a[0]))),
        "Glob" => new("Glob", [ParameterType.String], null, (c, a) => Value.Of(Glob(c, Encoding.UTF8.GetString(a[0].StringBytes)))),
        "AsConfig" => new("AsConfig", [], null, (c, _) => ByBaseName(c, data => Value.Of(data))),
        "AsSecrets" => new("AsSecrets", [], null, (c, _) => ByBaseName(c, data => Value.Of(Convert.ToBase64String(data)))),
        _ => null,
    };

    private byte[]? Find(Value name) => _files.GetValueOrDefault(Encoding.UTF8.GetString(name.StringBytes));

    private static Value Lines(CallContext context, byte[]? data)
    {
        if (data is null)
        {
            return Value.Of(new ListValue([], GoType.StringSlice));
        }

        if (data.Length == 0)
        {
            throw new FunctionException("runtime error: index out of range [-1]");
        }

        var text = data.AsSpan();
        context.Charge(data.Length + (text.Count((byte)'\n') * LineCost));
        text = text[^1] == '\n' ? text[..^1] : text;
        var lines = new List<Value>();
        foreach (var range in text.Split((byte)'\n'))
        {
            lines.Add(Value.Of((ReadOnlySpan<byte>)text[range]));
        }

        return Value.Of(new ListValue([.. lines], GoType.StringSlice));
    }

    // A pattern that makes no sense selects everything.
    private FilesObject Glob(CallContext context, string pattern)
    {
        Action<long> spend = bytes => context.Spend(1 + (bytes >> GlobShift));
        var glob = SlashGlob.TryParse(pattern, spend);
        var found = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, data) in _files)
        {
            context.Spend(1);
            if (glob is null || glob.Matches(name, spend))
            {
                found.Add(name, data);
            }
        }

        return new(found);
    }

    private Value ByBaseName(CallContext context, Func<byte[], Value> convert)
    {
        context.Charge(_files.Values.Sum(static data => (long)data.Length) * 2);
        var map = new MapValue();
        foreach (var (name, data) in _files)
        {
            map.Set(new ByteString(name[(name.LastIndexOf('/') + 1)..]), convert(data));
        }

        try
        {
            var output = new ArrayBufferWriter<byte>();
            KubernetesYaml.Write(Value.Of(map), output);
            return Value.Of(output.WrittenSpan[..^1]);
        }
        catch (DocumentException)
        {
            // As toYaml does.
            return Value.EmptyString;
        }
    }

    private MapValue MakeMap()
    {
        var map = new MapValue(GoType.MapOf(GoType.ByteSlice), _files.Count);
        foreach (var (name, data) in _files)
        {
            map.Set(new(name), Value.Of(Bytes(data)));
        }

        return map;
    }

    private static ListValue Bytes(CallContext context, byte[] data)
    {
        context.Charge(data.Length * ByteCost);
        return Bytes(data);
    }

    private static ListValue Bytes(byte[] data)
    {
        if (data.Length == 0)
        {
            return new([], GoType.ByteSlice);
        }

        var items = new Value[data.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Value.Scalar(GoType.Uint8, data[i]);
        }

        return new(items, GoType.ByteSlice);
    }
}
