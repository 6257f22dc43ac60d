using System.Globalization;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Files;

/// <summary>Other key groups for a file. What would lock it for good is refused.</summary>
public static class KeyGroupChange
{
    /// <summary>Adds keys to the first group, and takes keys out of all groups, by their ids.</summary>
    public static IReadOnlyList<WrappedKeyGroup> AddAndRemove(
        IReadOnlyList<WrappedKeyGroup> groups, KeyGroup added, IReadOnlyList<MasterKey> removed, Timestamp now)
    {
        var gone = removed.Select(key => key.Id).ToHashSet(StringComparer.Ordinal);
        var attached = DataKeyWrapping.Attach(added, now).Keys;
        return [.. groups.Select((group, number) => new WrappedKeyGroup(
            [.. group.Keys.Concat(number == 0 ? attached : []).Where(wrapped => !gone.Contains(wrapped.Key.Id))]))];
    }

    /// <summary>Puts a group behind the others.</summary>
    /// <exception cref="SecretsKitException">It has no keys.</exception>
    public static IReadOnlyList<WrappedKeyGroup> Append(IReadOnlyList<WrappedKeyGroup> groups, KeyGroup added, Timestamp now)
    {
        RequireKeys(added);
        return [.. groups, DataKeyWrapping.Attach(added, now)];
    }

    /// <summary>Refuses a group without keys: it could never be opened.</summary>
    /// <exception cref="SecretsKitException">It has no keys.</exception>
    public static void RequireKeys(KeyGroup group)
    {
        if (group.Keys.Count == 0)
        {
            throw new SecretsKitException(
                ErrorCode.General, "a group without any key would make the file impossible to decrypt: name at least one key");
        }
    }

    /// <summary>Removes a group.</summary>
    /// <param name="groups">The file's groups.</param>
    /// <param name="index">Which, counted from 0.</param>
    /// <param name="threshold">Groups needed from now on; 0 for all.</param>
    /// <exception cref="SecretsKitException">
    /// There is no such group, it is the only one, or the rest would not reach the threshold.
    /// </exception>
    public static IReadOnlyList<WrappedKeyGroup> Remove(IReadOnlyList<WrappedKeyGroup> groups, int index, int threshold)
    {
        if (index >= groups.Count)
        {
            throw new SecretsKitException(
                ErrorCode.General, string.Create(
                    CultureInfo.InvariantCulture, $"there is no key group {index}: the file has {groups.Count}, counted from 0"));
        }

        if (groups.Count == 1)
        {
            throw new SecretsKitException(ErrorCode.General, "removing the only key group would make the file impossible to decrypt");
        }

        WrappedKeyGroup[] rest = [.. groups.Where((_, number) => number != index)];
        return rest.Length >= threshold ? rest : throw new SecretsKitException(
            ErrorCode.General,
            "removing this key group will make the Shamir threshold impossible to satisfy: "
            + string.Create(CultureInfo.InvariantCulture, $"Shamir threshold is {threshold}, but we only have {rest.Length} key groups"));
    }
}
