using SecretsKit.Core.Errors;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Operations;

/// <summary>The objects of the revision that an operation starts from.</summary>
internal static class CurrentObjects
{
    /// <summary>Reads them from its manifest.</summary>
    /// <exception cref="SecretsKitException">The server does not have a kind of them any more.</exception>
    public static async Task<IReadOnlyList<ReleaseObject>> ReadAsync(
        OperationContext context, ManifestObjects builder, Release current, CancellationToken ct)
    {
        try
        {
            return await builder.ReadAsync(current.Manifest.Memory, context.Namespace, ct);
        }
        catch (SecretsKitException failure) when (failure.Cause is UnknownKindCause)
        {
            throw failure.WithPrefix(
                "current release manifest contains removed kubernetes api(s) for this kubernetes version and it is therefore unable to "
                + "build the kubernetes objects for performing the diff. error from kubernetes: ");
        }
        catch (SecretsKitException failure)
        {
            throw failure.WithPrefix("unable to build kubernetes objects from current release manifest: ");
        }
    }
}
