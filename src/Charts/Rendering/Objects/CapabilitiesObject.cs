using System.Buffers;
using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Charts.Rendering.Objects;

/// <summary><c>.Capabilities</c>.</summary>
internal sealed class CapabilitiesObject : GoObject
{
    private static readonly GoType V4Type = GoType.Named("*common.Capabilities", GoKind.Ptr);
    private static readonly GoType V3Type = GoType.Named("*chartutil.Capabilities", GoKind.Ptr);
    private readonly (string Name, Value Value)[] _fields;

    public CapabilitiesObject(Capabilities capabilities, HelmGeneration generation)
    {
        Type = generation == HelmGeneration.V4 ? V4Type : V3Type;
        _fields =
        [
            ("KubeVersion", Value.Of(new KubeVersionObject(capabilities.KubeVersion, generation))),
            ("APIVersions", Value.Of(new ApiVersionsObject(capabilities.ApiVersions, generation))),
            ("HelmVersion", Value.Of(new HelmVersionObject(generation))),
        ];
    }

    /// <inheritdoc/>
    public override GoType Type { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Value Value)> Fields => _fields;

    /// <inheritdoc/>
    public override bool TryGetField(ByteString name, out Value value) => FieldTable.TryFind(_fields, name, out value);
}

/// <summary><c>.Capabilities.KubeVersion</c>, which prints its version where an action prints it, and its fields elsewhere.</summary>
internal sealed class KubeVersionObject : GoObject
{
    private static readonly GoType V4Type = GoType.Named("common.KubeVersion", GoKind.Struct);
    private static readonly GoType V3Type = GoType.Named("chartutil.KubeVersion", GoKind.Struct);
    private readonly KubeVersion _version;
    private readonly (string Name, Value Value)[] _fields;

    public KubeVersionObject(KubeVersion version, HelmGeneration generation)
    {
        _version = version;
        Type = generation == HelmGeneration.V4 ? V4Type : V3Type;
        (string, Value)[] own = generation == HelmGeneration.V4
            ? [("Version", Value.Of(version.Version)), ("normalizedVersion", Value.Of(version.Normalized))]
            : [("Version", Value.Of(version.Version))];
        _fields = [.. own, ("Major", Value.Of(version.Major)), ("Minor", Value.Of(version.Minor))];
    }

    /// <inheritdoc/>
    public override GoType Type { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Value Value)> Fields => _fields;

    /// <inheritdoc/>
    public override bool TextNeedsAddress => true;

    /// <inheritdoc/>
    public override Value? JsonForm => Value.Of(new JsonFields([.. _fields.Where(member => char.IsAsciiLetterUpper(member.Name[0]))]));

    /// <inheritdoc/>
    public override Function? Method(ByteString name) => name.Length switch
    {
        6 when name.Span.SequenceEqual("String"u8) => new("String", [], null, (_, _) => Value.Of(_version.Normalized)),
        10 when name.Span.SequenceEqual("GitVersion"u8) => new("GitVersion", [], null, (_, _) => Value.Of(_version.Version)),
        _ => null,
    };

    /// <inheritdoc/>
    public override bool TryGetField(ByteString name, out Value value)
    {
        value = default;
        return !name.Span.SequenceEqual("normalizedVersion"u8) && FieldTable.TryFind(_fields, name, out value);
    }

    /// <inheritdoc/>
    public override bool TryWriteText(IBufferWriter<byte> output)
    {
        output.Write(Encoding.UTF8.GetBytes(_version.Normalized));
        return true;
    }
}

/// <summary><c>.Capabilities.APIVersions</c>: a list of strings with <c>Has</c>.</summary>
internal sealed class ApiVersionsObject : GoObject
{
    private static readonly GoType V4Type = GoType.Named("common.VersionSet", GoKind.Slice, GoType.String);
    private static readonly GoType V3Type = GoType.Named("chartutil.VersionSet", GoKind.Slice, GoType.String);
    private readonly IReadOnlyList<string> _versions;

    public ApiVersionsObject(IReadOnlyList<string> versions, HelmGeneration generation) =>
        (_versions, Type) = (versions, generation == HelmGeneration.V4 ? V4Type : V3Type);

    /// <inheritdoc/>
    public override GoType Type { get; }

    /// <inheritdoc/>
    public override Value Underlying => Value.Of(new ListValue([.. _versions.Select(Value.Of)], GoType.StringSlice));

    /// <inheritdoc/>
    public override Function? Method(ByteString name) => name.Span.SequenceEqual("Has"u8)
        ? new("Has", [ParameterType.String], null, (_, a) => Value.Of(_versions.Contains(Encoding.UTF8.GetString(a[0].StringBytes))))
        : null;
}

/// <summary><c>.Capabilities.HelmVersion</c>: the version that the program behaves as.</summary>
internal sealed class HelmVersionObject : GoObject
{
    private static readonly GoType V4Type = GoType.Named("version.BuildInfo", GoKind.Struct);
    private readonly (string Name, Value Value)[] _fields;

    public HelmVersionObject(HelmGeneration generation) => _fields =
    [
        ("Version", Value.Of(ChartRenderer.HelmVersion(generation))),
        ("GitCommit", Value.EmptyString),
        ("GitTreeState", Value.EmptyString),
        ("GoVersion", Value.Of("go1.26.8")),
        .. generation == HelmGeneration.V4 ? [("KubeClientVersion", Value.Of("v1.36"))] : ((string, Value)[])[],
    ];

    /// <inheritdoc/>
    public override GoType Type => V4Type;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Value Value)> Fields => _fields;

    /// <inheritdoc/>
    public override bool TryGetField(ByteString name, out Value value) => FieldTable.TryFind(_fields, name, out value);
}
