using SecretsKit.Core.Data;

namespace SecretsKit.Templating.Execution;

/// <summary>
/// A value and how it was reached. An element of a <c>map[string]interface {}</c> has the static type <c>interface {}</c> until the end of
/// its pipeline; errors show that type, and only as such an element nil refuses fields (spec go-template.md 3.1, rule 5).
/// </summary>
/// <param name="Value">The value.</param>
/// <param name="IsInterface">Whether its static type is <c>interface {}</c>.</param>
internal readonly record struct Operand(Value Value, bool IsInterface)
{
    /// <summary>No value at all: fields of it are the same again.</summary>
    public bool IsInvalid => Value.IsNil && !IsInterface;

    /// <summary>The static type's name.</summary>
    public string TypeName => IsInterface ? GoType.Interface.Name : Value.Type?.Name ?? "nil";

    /// <summary>What the end of a pipeline makes of it.</summary>
    public Operand Unwrapped => new(Value, false);

    /// <summary>An element of a container.</summary>
    public static Operand Element(Value value, GoType container) => new(value, ReferenceEquals(container.Element, GoType.Interface));
}
