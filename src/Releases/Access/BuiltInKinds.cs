using System.Collections.Frozen;
using SecretsKit.Kubernetes.Discovery;

namespace SecretsKit.Releases.Access;

/// <summary>
/// The kinds that Kubernetes itself has, for rights that are worked out without a server (API reference of Kubernetes 1.20 to 1.34). A
/// plural name never depends on the version of a group, so versions are not listed.
/// </summary>
public static class BuiltInKinds
{
    // Each line: a group, then Kind:plural; a star behind it marks kinds without a namespace.
    private const string Table = """
        core Binding:bindings ConfigMap:configmaps Endpoints:endpoints Event:events LimitRange:limitranges Namespace:namespaces*
        core Node:nodes* PersistentVolume:persistentvolumes* PersistentVolumeClaim:persistentvolumeclaims Pod:pods
        core PodTemplate:podtemplates ReplicationController:replicationcontrollers ResourceQuota:resourcequotas Secret:secrets
        core Service:services ServiceAccount:serviceaccounts
        admissionregistration.k8s.io MutatingWebhookConfiguration:mutatingwebhookconfigurations*
        admissionregistration.k8s.io ValidatingWebhookConfiguration:validatingwebhookconfigurations*
        admissionregistration.k8s.io ValidatingAdmissionPolicy:validatingadmissionpolicies*
        admissionregistration.k8s.io ValidatingAdmissionPolicyBinding:validatingadmissionpolicybindings*
        admissionregistration.k8s.io MutatingAdmissionPolicy:mutatingadmissionpolicies*
        admissionregistration.k8s.io MutatingAdmissionPolicyBinding:mutatingadmissionpolicybindings*
        apiextensions.k8s.io CustomResourceDefinition:customresourcedefinitions*
        apiregistration.k8s.io APIService:apiservices*
        apps ControllerRevision:controllerrevisions DaemonSet:daemonsets Deployment:deployments ReplicaSet:replicasets
        apps StatefulSet:statefulsets
        autoscaling HorizontalPodAutoscaler:horizontalpodautoscalers
        batch CronJob:cronjobs Job:jobs
        certificates.k8s.io CertificateSigningRequest:certificatesigningrequests* ClusterTrustBundle:clustertrustbundles*
        coordination.k8s.io Lease:leases
        discovery.k8s.io EndpointSlice:endpointslices
        events.k8s.io Event:events
        extensions DaemonSet:daemonsets Deployment:deployments Ingress:ingresses NetworkPolicy:networkpolicies
        extensions PodSecurityPolicy:podsecuritypolicies* ReplicaSet:replicasets
        flowcontrol.apiserver.k8s.io FlowSchema:flowschemas* PriorityLevelConfiguration:prioritylevelconfigurations*
        networking.k8s.io IPAddress:ipaddresses* Ingress:ingresses IngressClass:ingressclasses* NetworkPolicy:networkpolicies
        networking.k8s.io ServiceCIDR:servicecidrs*
        node.k8s.io RuntimeClass:runtimeclasses*
        policy PodDisruptionBudget:poddisruptionbudgets PodSecurityPolicy:podsecuritypolicies*
        rbac.authorization.k8s.io ClusterRole:clusterroles* ClusterRoleBinding:clusterrolebindings* Role:roles
        rbac.authorization.k8s.io RoleBinding:rolebindings
        resource.k8s.io DeviceClass:deviceclasses* ResourceClaim:resourceclaims ResourceClaimTemplate:resourceclaimtemplates
        scheduling.k8s.io PriorityClass:priorityclasses*
        storage.k8s.io CSIDriver:csidrivers* CSINode:csinodes* CSIStorageCapacity:csistoragecapacities StorageClass:storageclasses*
        storage.k8s.io VolumeAttachment:volumeattachments* VolumeAttributesClass:volumeattributesclasses*
        """;

    private static readonly Lazy<FrozenDictionary<(string Group, string Kind), (string Plural, bool IsNamespaced)>> Kinds = new(Read);

    /// <summary>The resource of a kind; null for one that is not Kubernetes' own.</summary>
    /// <param name="apiVersion">Group and version, as objects write them: <c>apps/v1</c>.</param>
    /// <param name="kind">The kind, as <c>Deployment</c>.</param>
    public static ApiResource? Find(string apiVersion, string kind)
    {
        ArgumentNullException.ThrowIfNull(apiVersion);
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : apiVersion[..slash];
        return Kinds.Value.TryGetValue((group, kind), out var found)
            ? new(group, apiVersion[(slash + 1)..], kind, found.Plural) { IsNamespaced = found.IsNamespaced }
            : null;
    }

    private static FrozenDictionary<(string Group, string Kind), (string Plural, bool IsNamespaced)> Read()
    {
        var kinds = new Dictionary<(string Group, string Kind), (string Plural, bool IsNamespaced)>();
        foreach (var words in Table.Split('\n').Select(line => line.Trim().Split(' ')))
        {
            var group = words[0] == "core" ? "" : words[0];
            foreach (var pair in words.Skip(1).Select(word => word.Split(':')))
            {
                kinds[(group, pair[0])] = (pair[1].TrimEnd('*'), !pair[1].EndsWith('*'));
            }
        }

        return kinds.ToFrozenDictionary();
    }
}
