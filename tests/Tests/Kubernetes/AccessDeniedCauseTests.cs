using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Tests.Kubernetes;

/// <summary>P-230: what a server says of a missing right, and what it says of other things with the same status.</summary>
public sealed class AccessDeniedCauseTests
{
    [Theory]
    [InlineData(
        "secrets is forbidden: User \"ci\" cannot list resource \"secrets\" in API group \"\" in the namespace \"shop\"",
        "ci", "list", "", "secrets", "shop")]
    [InlineData(
        "deployments.apps \"web\" is forbidden: User \"system:serviceaccount:ci:runner\" cannot patch resource \"deployments\" in API "
        + "group \"apps\" in the namespace \"shop\": RBAC: role.rbac.authorization.k8s.io \"x\" not found",
        "system:serviceaccount:ci:runner", "patch", "apps", "deployments", "shop")]
    [InlineData(
        "pods \"a\" is forbidden: User \"ci\" cannot get resource \"pods/log\" in API group \"\" in the namespace \"shop\"",
        "ci", "get", "", "pods/log", "shop")]
    [InlineData(
        "namespaces is forbidden: User \"ci\" cannot create resource \"namespaces\" in API group \"\" at the cluster scope",
        "ci", "create", "", "namespaces", "")]
    public void The_sentence_of_a_server_is_read(
        string message, string user, string verb, string group, string resource, string place) =>
        Assert.Equal(
            new AccessDeniedCause(user, verb, group, resource, place),
            AccessDeniedCause.Read(Request("GET", "/api/v1/pods"), new(403) { Message = message }));

    [Theory]
    [InlineData("deployments.apps \"web\" is forbidden: ")]
    [InlineData("deployments.apps \"web\" is forbidden: RBAC: role.rbac.authorization.k8s.io \"x\" not found")]
    public void A_patch_that_would_make_an_object_lacks_the_right_to_create_it(string message) => Assert.Equal(
        new AccessDeniedCause("", "create", "apps", "deployments", "shop"),
        AccessDeniedCause.Read(
            Request("PATCH", "/apis/apps/v1/namespaces/shop/deployments/web"),
            new(403) { Message = message, Kind = "deployments", Group = "apps", Name = "web" }));

    [Theory]
    [InlineData(403, "PATCH", "pods \"a\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1")]
    [InlineData(403, "POST", "pods \"a\" is forbidden: violates PodSecurity \"restricted:latest\"")]
    [InlineData(403, "POST", "pods \"a\" is forbidden: unable to create new content in namespace x because it is being terminated")]
    [InlineData(403, "GET", "pods \"a\" is forbidden: ")]
    [InlineData(409, "PATCH", "User \"ci\" cannot list resource \"secrets\" in API group \"\" at the cluster scope")]
    [InlineData(403, "GET", "User \"ci\" cannot list resource \"x; rm\" in API group \"\" at the cluster scope")]
    public void Other_refusals_are_no_missing_rights(int code, string method, string message) => Assert.Null(
        AccessDeniedCause.Read(Request(method, "/api/v1/namespaces/x/pods/a"), new(code) { Message = message, Kind = "pods" }));

    [Fact]
    public void Rights_that_are_given_and_not_held_are_told_apart()
    {
        var status = new ApiStatus(403)
        {
            Message = "roles.rbac.authorization.k8s.io \"all\" is forbidden: user \"ci\" (groups=[\"system:authenticated\"]) is "
                + "attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\"]}",
            Kind = "roles",
            Name = "all",
        };
        Assert.Equal(new("roles", "all"), RightsNotHeldCause.Read(status));
        Assert.Null(AccessDeniedCause.Read(Request("PATCH", "/apis/rbac.authorization.k8s.io/v1/namespaces/x/roles/all"), status));
    }

    private static ApiRequest Request(string method, string path) => new(new HttpMethod(method), path);
}
