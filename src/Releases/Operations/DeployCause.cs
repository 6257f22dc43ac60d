using SecretsKit.Core.Errors;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>An operation on a release failed.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Subject">The release, object, label or revision that it is about.</param>
public sealed record DeployCause(DeployFault Fault, string Subject) : FailureCause
{
    /// <summary>The failure to throw.</summary>
    /// <param name="message">The reference's sentence.</param>
    /// <param name="inner">The failure below, if there is one.</param>
    public SecretsKitException ToException(string message, Exception? inner = null) =>
        new((inner as SecretsKitException)?.Code ?? ErrorCode.General, message, inner) { Cause = this, Hint = Hint() };

    /// <summary>The server refused an object.</summary>
    /// <param name="item">Which.</param>
    /// <param name="message">The reference's sentence.</param>
    /// <param name="failure">What the server said.</param>
    internal static SecretsKitException Refused(ReleaseObject item, string message, SecretsKitException failure) =>
        new DeployCause(DeployFault.ObjectsRefused, item.ToString()).ToException(message, failure);

    private string? Hint() => Fault switch
    {
        DeployFault.NameInUse => $"upgrade {Subject} instead, or choose another name",
        DeployFault.NotDeployed => "install it first, or use upgrade --install",
        DeployFault.Pending => $"wait for the other operation; if it was killed, 'secretskit pipeline recover {Subject}' says what to do",
        DeployFault.ReservedLabel => "choose other label names",
        DeployFault.NoName => "give every object a metadata.name",
        DeployFault.MethodConflict => "add --server-side=false to replace objects",
        _ => null,
    };
}
