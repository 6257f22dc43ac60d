using SecretsKit.Core.Data;

namespace SecretsKit.Releases.Diffing;

/// <summary>A field that differs between two objects.</summary>
/// <param name="Path">Where the field is: <c>spec.template.spec.containers[0]</c>; empty for the object itself.</param>
/// <param name="Field">Its name, or <c>[2]</c> for an element of a list.</param>
/// <param name="Kind">Whether it is added, removed or changed.</param>
/// <param name="Old">The old value; nil if there is none.</param>
/// <param name="Now">The new value; nil if there is none.</param>
public sealed record FieldChange(string Path, string Field, ChangeKind Kind, Value Old, Value Now)
{
    /// <summary>Path and field: <c>spec.template.spec.containers[0].image</c>.</summary>
    public string Place => Path.Length == 0 ? Field : Field.StartsWith('[') ? Path + Field : $"{Path}.{Field}";
}
