using SecretsKit.Charts.Model;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Operations;

/// <summary>Whether the server applies objects.</summary>
public enum ServerSideUse
{
    /// <summary>As the record of the revision before says.</summary>
    AsRecorded,

    /// <summary>It does.</summary>
    Yes,

    /// <summary>Patches are computed here.</summary>
    No,
}

/// <summary>What the user says about how objects are written.</summary>
public sealed record ApplyChoice
{
    /// <summary>Whether the server applies them. Default: as the record says.</summary>
    public ServerSideUse ServerSide { get; init; }

    /// <summary>Whether fields are taken from their owners, with server-side apply. Default no.</summary>
    public bool ForcesConflicts { get; init; }

    /// <summary>Whether objects are replaced. Default no.</summary>
    public bool Replaces { get; init; }

    /// <summary>The method that follows.</summary>
    /// <param name="generation">Helm 3 never lets the server apply objects.</param>
    /// <param name="recorded">What the record says.</param>
    public WriteMethod For(HelmGeneration generation, ApplyMethod recorded)
    {
        var isServerSide = generation == HelmGeneration.V4
            && (ServerSide == ServerSideUse.Yes || (ServerSide == ServerSideUse.AsRecorded && recorded == ApplyMethod.ServerSide));
        return (isServerSide, Replaces) switch
        {
            (true, true) => WriteMethod.ServerSideReplacing,
            (true, _) => ForcesConflicts ? WriteMethod.ServerSideForced : WriteMethod.ServerSide,
            (_, true) => WriteMethod.Replacing,
            _ => WriteMethod.ClientSide,
        };
    }
}
