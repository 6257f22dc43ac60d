using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Versions;

/// <summary>What <c>semver</c> gives: a pointer to a version with its methods.</summary>
/// <param name="version">The version.</param>
/// <param name="original">As it was written.</param>
/// <param name="wraps">Whether increments begin at 0 again behind the largest number, as before 3.5 of the library; else they fail.</param>
/// <param name="isPointer">False for the results of the increments, which are plain structs in Go.</param>
internal sealed class VersionObject(SemanticVersion version, byte[] original, bool wraps, bool isPointer = true) : GoObject
{
    private static readonly GoType Pointer = GoType.Named("*semver.Version", GoKind.Ptr);
    private static readonly GoType Struct = GoType.Named("semver.Version", GoKind.Struct);
    private static readonly P Self = new(Pointer);

    public SemanticVersion Version => version;

    public override GoType Type => isPointer ? Pointer : Struct;

    public override Value? JsonForm => Value.Of(version.ToString());

    public override IReadOnlyList<(string Name, Value Value)> PrintedFields =>
    [
        ("major", Number(version.Major)), ("minor", Number(version.Minor)), ("patch", Number(version.Patch)),
        ("pre", Value.Of(version.Prerelease)), ("metadata", Value.Of(version.Metadata)), ("original", Value.Of(original)),
    ];

    public override Function? Method(ByteString name) => Encoding.UTF8.GetString(name.Span) switch
    {
        "Major" => Plain("Major", Number(version.Major)),
        "Minor" => Plain("Minor", Number(version.Minor)),
        "Patch" => Plain("Patch", Number(version.Patch)),
        "Prerelease" => Plain("Prerelease", Value.Of(version.Prerelease)),
        "Metadata" => Plain("Metadata", Value.Of(version.Metadata)),
        "Original" => Plain("Original", Value.Of(original)),
        "String" => Plain("String", Value.Of(version.ToString())),
        "IncMajor" => Increment("IncMajor", "major", version.Major, version.NextMajor()),
        "IncMinor" => Increment("IncMinor", "minor", version.Minor, version.NextMinor()),
        "IncPatch" => Increment("IncPatch", "patch", version.Prerelease.Length > 0 ? 0 : version.Patch, version.NextPatch()),
        "Compare" => Comparison("Compare", static order => Value.Int(Math.Sign(order))),
        "Equal" => Comparison("Equal", static order => Value.Of(order == 0)),
        "LessThan" => Comparison("LessThan", static order => Value.Of(order < 0)),
        "LessThanEqual" => Comparison("LessThanEqual", static order => Value.Of(order <= 0)),
        "GreaterThan" => Comparison("GreaterThan", static order => Value.Of(order > 0)),
        "GreaterThanEqual" => Comparison("GreaterThanEqual", static order => Value.Of(order >= 0)),
        _ => null,
    };

    public override bool TryWriteText(IBufferWriter<byte> output)
    {
        output.Write(Encoding.UTF8.GetBytes(version.ToString()));
        return true;
    }

    public override bool? IsEqualTo(GoObject other) =>
        isPointer ? ReferenceEquals(this, other) : other is VersionObject second && second.Version == version;

    public override bool IsDeeplyEqualTo(GoObject other) =>
        other is VersionObject second && second.Version == version && second.Original.SequenceEqual(original);

    private ReadOnlySpan<byte> Original => original;

    // The copy of a struct none of whose fields is exported.
    public override GoObject Copied => new VersionObject(new(0, 0, 0), [], wraps, isPointer);

    // The v of the original stays.
    private Function Increment(string name, string part, ulong number, SemanticVersion next) => new(name, [], null, (_, _) =>
    {
        if (number == ulong.MaxValue && !wraps)
        {
            throw new FunctionException($"{part} version increment would overflow uint64");
        }

        var text = (original is [(byte)'v', ..] ? "v" : "") + next;
        return Value.Of(new VersionObject(next, Encoding.UTF8.GetBytes(text), wraps, isPointer: false));
    });

    private Function Comparison(string name, Func<int, Value> answer) =>
        new(name, [Self], null, (_, a) => a[0].AsObject is VersionObject other
            ? answer(version.CompareTo(other.Version))
            : throw new FunctionException(Conversion.GoReflection.NilPointer));

    private static Value Number(ulong number) => Value.Scalar(GoType.Uint64, (long)number);

    private static Function Plain(string name, Value value) => new(name, [], null, (_, _) => value);
}
