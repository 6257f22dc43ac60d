using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Syncing;

/// <summary>Manifests that tests of <c>sync</c> share.</summary>
internal static class SyncManifestText
{
    /// <summary>A store with a map and a single value, both with the canary.</summary>
    public const string Store = $$"""
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: here}
        spec:
          provider:
            fake:
              data:
              - {key: orders/database, value: '{"user":"orders","password":"{{VerbRun.Canary}}"}'}
              - {key: token, value: {{VerbRun.Canary}}}

        """;

    /// <summary>A mapping of two rows.</summary>
    public const string Orders = """
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: orders}
        spec:
          secretStoreRef: {name: here}
          target: {name: orders-db}
          data:
          - {secretKey: user, remoteRef: {key: orders/database, property: user}}
          - {secretKey: password, remoteRef: {key: orders/database, property: password}}

        """;

    /// <summary>A mapping of a secret that does not exist.</summary>
    public const string Lost = """
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: lost}
        spec:
          secretStoreRef: {name: here}
          data: [{secretKey: x, remoteRef: {key: gone}}]

        """;

    /// <summary>The canary as base64, as Secrets have it.</summary>
    public static string Base64 => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(VerbRun.Canary));

    /// <summary>A run with the store and mappings in a folder.</summary>
    public static VerbRun Made(VerbRun run, params string[] mappings)
    {
        run.Write("m/store.yaml", Store);
        run.Write("m/mappings.yaml", string.Join("---\n", mappings));
        return run;
    }
}
