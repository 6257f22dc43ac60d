using System.Buffers;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data;

/// <summary>
/// A value that is no scalar, string, list or map of Go's: a struct or pointer with fields and methods (times, versions, certificates,
/// capabilities), or a map with methods (values, files), which gives itself as <see cref="Map"/> too.
/// </summary>
public abstract class GoObject
{
    /// <summary>Its type.</summary>
    public abstract GoType Type { get; }

    /// <summary>The map under a named map type with methods, else null. Ranging, indexing and lookups of keys go there.</summary>
    public virtual MapValue? Map => null;

    /// <summary>
    /// The scalar or list under a named type with methods, such as the number of nanoseconds of a
    /// <c>time.Duration</c>: arithmetic, comparison, number verbs and ranging go there. Nil where there is none.
    /// </summary>
    public virtual Value Underlying => default;

    /// <summary>An object of the same type over another map, which <c>deepCopy</c> makes; itself where <see cref="Map"/> is null.</summary>
    public virtual GoObject WithMap(MapValue map) => this;

    /// <summary>
    /// What <c>deepCopy</c> makes of it where <see cref="Map"/> is null: without fields that are not exported. Default itself.
    /// </summary>
    public virtual GoObject Copied => this;

    /// <summary>The method of a name, or null. Methods win over fields and keys (spec go-template.md 3.1).</summary>
    public virtual GoMethod? Method(ByteString name) => null;

    /// <summary>The exported field of a name.</summary>
    public virtual bool TryGetField(ByteString name, out Value value)
    {
        value = default;
        return false;
    }

    /// <summary>The fields in order of declaration, for <c>%v</c>, <c>%+v</c> and <c>toYaml</c>; empty where there are none.</summary>
    public virtual IReadOnlyList<(string Name, Value Value)> Fields => [];

    /// <summary>
    /// The fields that <c>printf</c> shows where it does not call methods, those that are not exported too. Default <see cref="Fields"/>.
    /// </summary>
    public virtual IReadOnlyList<(string Name, Value Value)> PrintedFields => Fields;

    /// <summary>What <c>%#v</c> shows instead of the fields (Go's <c>GoString</c> method); null where the type has none.</summary>
    public virtual string? GoSyntaxText => null;

    /// <summary>Writes the text of Go's <c>String</c> or <c>Error</c> method.</summary>
    /// <returns>False if the type has neither; then it prints by its fields.</returns>
    public virtual bool TryWriteText(IBufferWriter<byte> output) => false;

    /// <summary>
    /// Whether that text shows only where an action prints the value itself (Go's method has a pointer receiver). Default false.
    /// </summary>
    public virtual bool TextNeedsAddress => false;

    /// <summary>
    /// What JSON and YAML emission see instead of the object (Go's <c>MarshalJSON</c> or field tags); null
    /// if emission goes by <see cref="Fields"/>.
    /// </summary>
    public virtual Value? JsonForm => null;

    /// <summary>Why JSON and YAML emission refuse the object, in the words of its <c>MarshalJSON</c>; null if they take it.</summary>
    public virtual string? JsonFailure => null;

    /// <summary>Go's <c>==</c> for two values of this type; null where the type is not comparable.</summary>
    public virtual bool? IsEqualTo(GoObject other) => ReferenceEquals(this, other);

    /// <summary>Go's <c>reflect.DeepEqual</c> for two values of this type that have neither maps nor fields.</summary>
    public virtual bool IsDeeplyEqualTo(GoObject other) => IsEqualTo(other) == true;
}
