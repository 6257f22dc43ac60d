using SecretsKit.Core.Data;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Integration.Agent.Chart;

/// <summary>The pod security standard "restricted", with what "baseline" forbids (kubernetes.io, Pod Security Standards).</summary>
internal static class RestrictedPods
{
    private static readonly string[] Volumes =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    /// <summary>Which of its controls the specification of a pod breaks.</summary>
    public static IReadOnlyList<string> Violations(MapValue pod)
    {
        var found = new List<string>();
        found.AddRange(((string[])["hostNetwork", "hostPID", "hostIPC"]).Where(pod.Flag).Select(name => $"{name} may not be true"));
        found.AddRange(
            from volume in pod.Children("volumes")
            from name in volume.SortedKeys.ToArray().Select(key => key.RevealText())
            where name != "name" && !Volumes.Contains(name)
            select $"the volume {volume.Text("name")} is of the kind {name}");
        var kinds = (string[])["initContainers", "containers", "ephemeralContainers"];
        foreach (var container in kinds.SelectMany(kind => pod.Children(kind)))
        {
            found.AddRange(OfContainer(container, pod.Child("securityContext")).Select(text => $"{container.Text("name")}: {text}"));
        }

        return found;
    }

    private static IEnumerable<string> OfContainer(MapValue container, MapValue? pod)
    {
        var own = container.Child("securityContext") ?? new MapValue();
        if (own.Flag("privileged"))
        {
            yield return "privileged may not be true";
        }

        if (!own.Has("allowPrivilegeEscalation") || own.Flag("allowPrivilegeEscalation"))
        {
            yield return "allowPrivilegeEscalation is not false";
        }

        var capabilities = own.Child("capabilities");
        if (capabilities?.Texts("drop").Contains("ALL") != true)
        {
            yield return "capabilities.drop lacks ALL";
        }

        if (capabilities?.Texts("add").Any(name => name != "NET_BIND_SERVICE") == true)
        {
            yield return "capabilities.add has more than NET_BIND_SERVICE";
        }

        if (!(own.Has("runAsNonRoot") ? own.Flag("runAsNonRoot") : pod?.Flag("runAsNonRoot") == true))
        {
            yield return "runAsNonRoot is not true";
        }

        if ((own.Integer("runAsUser") ?? pod?.Integer("runAsUser")) == 0)
        {
            yield return "runAsUser may not be 0";
        }

        if ((own.Child("seccompProfile") ?? pod?.Child("seccompProfile"))?.Text("type") is not ("RuntimeDefault" or "Localhost"))
        {
            yield return "seccompProfile is neither RuntimeDefault nor Localhost";
        }

        if (own.Has("procMount") && own.Text("procMount") != "Default")
        {
            yield return "procMount is not Default";
        }

        if (container.Children("ports").Any(port => port.Integer("hostPort") is > 0))
        {
            yield return "host ports may not be used";
        }
    }
}
