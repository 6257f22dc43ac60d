using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml;

/// <summary>What a scalar's text means.</summary>
public enum YamlScalarType : byte
{
    /// <summary>The text itself.</summary>
    String,

    /// <summary>Null.</summary>
    Null,

    /// <summary>A truth value.</summary>
    Bool,

    /// <summary>An integer within the signed 64-bit range.</summary>
    Int,

    /// <summary>An integer above the signed 64-bit range.</summary>
    Unsigned,

    /// <summary>An IEEE double.</summary>
    Float,

    /// <summary>A moment.</summary>
    Timestamp,

    /// <summary>The merge indicator <c>&lt;&lt;</c>; as a value it is the string of these two characters.</summary>
    Merge,
}

/// <summary>A resolved scalar: its type and, unless it is a string, its value. It may be secret, so it does not print itself.</summary>
public readonly struct YamlScalar
{
    private readonly long _bits;
    private readonly Timestamp _time;

    private YamlScalar(YamlScalarType type, long bits)
    {
        Type = type;
        _bits = bits;
    }

    private YamlScalar(Timestamp time)
    {
        Type = YamlScalarType.Timestamp;
        _time = time;
    }

    /// <summary>The type; decides which of the other properties holds the value.</summary>
    public YamlScalarType Type { get; }

    /// <summary>The short tag of the type.</summary>
    public string Tag => Type switch
    {
        YamlScalarType.Null => YamlTags.Null,
        YamlScalarType.Bool => YamlTags.Bool,
        YamlScalarType.Int or YamlScalarType.Unsigned => YamlTags.Int,
        YamlScalarType.Float => YamlTags.Float,
        YamlScalarType.Timestamp => YamlTags.Timestamp,
        YamlScalarType.Merge => YamlTags.Merge,
        _ => YamlTags.Str,
    };

    /// <summary>The value of a <see cref="YamlScalarType.Bool"/>.</summary>
    public bool Bool => _bits != 0;

    /// <summary>The value of an <see cref="YamlScalarType.Int"/>.</summary>
    public long Int => _bits;

    /// <summary>The value of an <see cref="YamlScalarType.Unsigned"/>.</summary>
    public ulong Unsigned => (ulong)_bits;

    /// <summary>The value of a <see cref="YamlScalarType.Float"/>.</summary>
    public double Float => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The value of a <see cref="YamlScalarType.Timestamp"/>.</summary>
    public Timestamp Time => _time;

    internal static YamlScalar String => default;

    internal static YamlScalar Null => new(YamlScalarType.Null, 0);

    internal static YamlScalar Merge => new(YamlScalarType.Merge, 0);

    internal static YamlScalar Of(bool value) => new(YamlScalarType.Bool, value ? 1 : 0);

    internal static YamlScalar Of(long value) => new(YamlScalarType.Int, value);

    internal static YamlScalar Of(ulong value) => new(value <= long.MaxValue ? YamlScalarType.Int : YamlScalarType.Unsigned, (long)value);

    internal static YamlScalar Of(double value) => new(YamlScalarType.Float, BitConverter.DoubleToInt64Bits(value));

    internal static YamlScalar Of(Timestamp value) => new(value);

    /// <summary>The type, never the value.</summary>
    public override string ToString() => $"YamlScalar({Type})";
}
