using SecretsKit.Core.Data.Gjson;

namespace SecretsKit.Providers.Stores.Values;

/// <summary>The ways in which stores look properties of a value up (spec external-secrets.md 3.4).</summary>
public static class SecretProperties
{
    /// <summary>AWS and Google: a property with dots may be one key; that is tried first.</summary>
    /// <returns>Null if there is no such property.</returns>
    public static SecretValue? KeyThenPath(SecretValue value, string property)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(property);
        return property.Contains('.', StringComparison.Ordinal)
            ? Path(value, WithEscapedDots(property)) ?? Path(value, property)
            : Path(value, property);
    }

    /// <summary>Azure: the same the other way round.</summary>
    /// <returns>Null if there is no such property.</returns>
    public static SecretValue? PathThenKey(SecretValue value, string property)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(property);
        return Path(value, property)
            ?? (property.Contains('.', StringComparison.Ordinal) ? Path(value, WithEscapedDots(property)) : null);
    }

    /// <summary>A path of gjson alone.</summary>
    /// <returns>Null if there is no such property.</returns>
    public static SecretValue? Path(SecretValue value, string property)
    {
        ArgumentNullException.ThrowIfNull(value);
        return GjsonPath.Find(value.Bytes, property) is { } found ? new(found) : null;
    }

    private static string WithEscapedDots(string property) => property.Replace(".", "\\.", StringComparison.Ordinal);
}
