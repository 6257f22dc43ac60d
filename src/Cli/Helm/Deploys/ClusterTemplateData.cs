using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>What templates see of a cluster: what it can do, and its objects.</summary>
internal static class ClusterTemplateData
{
    /// <summary>The version of the server and all that it has.</summary>
    public static async Task<Capabilities> CapabilitiesAsync(ObjectClient objects, CancellationToken ct)
    {
        var version = await objects.Resources.VersionAsync(ct);
        var inventory = await objects.Resources.AllAsync(ct);
        return new(new(version.GitVersion, version.GitVersion, version.Major, version.Minor), inventory.ApiVersions);
    }

    /// <summary>Reads objects for <c>lookup</c>: an empty map for what is not there, a failure for what may not be read.</summary>
    public static ObjectLookup Lookup(ObjectClient objects, CancellationToken ct) => (apiVersion, kind, @namespace, name) =>
    {
#pragma warning disable RS0030 // A rendering is synchronous work on a thread that its host provides; waiting for an object is part of it.
        try
        {
            return FindAsync(objects, new(apiVersion, kind, @namespace, name), ct).GetAwaiter().GetResult();
        }
        catch (ChartException failure)
        {
            throw new FunctionException(failure.Message); // The template names the place of the call.
        }
#pragma warning restore RS0030
    };

    private static async Task<Value> FindAsync(ObjectClient objects, ResourceRef reference, CancellationToken ct)
    {
        if (await objects.Resources.FindAsync(reference.ApiVersion, reference.Kind, ct) is not { } resource)
        {
            throw new ChartException(
                $"unable to get apiresource from unstructured: {reference.ApiVersion}, Kind={reference.Kind}: "
                + new UnknownKindException(reference).Message);
        }

        if (reference.Name.Length > 0)
        {
            var found = await objects.FindAsync(reference, ct);
            return found.IsNil ? Value.Of(new MapValue()) : found;
        }

        var list = await objects.ListAsync(resource, reference.Namespace, ListOptions.All, ct);
        var map = new MapValue();
        map.Set(new("apiVersion"), Value.Of(reference.ApiVersion));
        map.Set(new("kind"), Value.Of(reference.Kind + "List"));
        map.Set(new("items"), Value.Of(new ListValue([.. list.Items])));
        return Value.Of(map);
    }
}
