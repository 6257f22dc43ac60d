using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Operations;

/// <summary>Labels that users choose for records.</summary>
internal static class RecordLabels
{
    /// <summary>Refuses the names that belong to the storage.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">There is one, with a <see cref="DeployCause"/>.</exception>
    public static void Require(IReadOnlyDictionary<string, string> labels)
    {
        if (ReleaseLabels.ReservedAmong(labels.Keys) is { Count: > 0 } reserved)
        {
            throw new DeployCause(DeployFault.ReservedLabel, string.Join(", ", reserved)).ToException(
                $"user supplied labels contains system reserved label name. System labels: [{string.Join(' ', ReleaseLabels.Reserved)}]");
        }
    }
}
