using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Execution;

/// <summary>The values of a map as environment variables (spec sops.md 10.5).</summary>
internal static class SecretVariables
{
    /// <summary>One variable for each value, in order; comments are passed over. The bytes are those of the nodes.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.General"/>: a map, a list, or a key that no variable can be called. Values are not quoted.
    /// </exception>
    public static IReadOnlyList<KeyValuePair<string, ByteString>> Of(MapNode map)
    {
        var variables = new List<KeyValuePair<string, ByteString>>(map.Entries.Count);
        foreach (var entry in map.Entries)
        {
            if (entry.IsComment)
            {
                continue;
            }

            if (entry.Key is not StringNode key)
            {
                throw new SecretsKitException(ErrorCode.General, "cannot use non-string keys in environment");
            }

            var name = key.Value.RevealText();
            if (!FlatScalar.TryFormat(entry.Value, out var value))
            {
                throw new SecretsKitException(ErrorCode.General, $"cannot use complex value in environment; offending key {name}")
                {
                    Hint = "only single values become variables: --flatten makes variables of what is in maps and lists, --extract chooses "
                        + "a map, exec-file hands the whole file over",
                };
            }

            if (name.Contains('=', StringComparison.Ordinal))
            {
                throw new SecretsKitException(ErrorCode.General, $"cannot use keys with '=' in environment: {name}")
                {
                    Hint = "rename the key, or hand the file over with exec-file",
                };
            }

            variables.Add(new(name, value));
        }

        return variables;
    }
}
