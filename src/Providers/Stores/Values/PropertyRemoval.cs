using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecretsKit.Providers.Stores.Values;

/// <summary>Removes a property of a secret that is a JSON object, as <see cref="PropertyChange"/> sets it.</summary>
internal static class PropertyRemoval
{
    /// <summary>The secret without the property.</summary>
    /// <param name="current">The secret.</param>
    /// <param name="property">Names of members with dots between them; a backslash before a dot makes it part of a name.</param>
    /// <returns>The same secret if it is no object or has no such property; null if nothing is left.</returns>
    public static SecretValue? Remove(SecretValue current, string property)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(property);
        if (Parse(current) is not { } root)
        {
            return current;
        }

        var at = root;
        var names = PropertyChange.Names(property);
        foreach (var name in names[..^1])
        {
            if (at[name] is not JsonObject inner)
            {
                return current;
            }

            at = inner;
        }

        return !at.Remove(names[^1]) ? current : root.Count == 0 ? null : PropertyChange.Format(root);
    }

    private static JsonObject? Parse(SecretValue current)
    {
        try
        {
            return JsonNode.Parse(current.Bytes.Span) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
