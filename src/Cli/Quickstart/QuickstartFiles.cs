namespace SecretsKit.Cli.Quickstart;

/// <summary>What the folder is filled with. Nothing here protects anything.</summary>
internal static class QuickstartFiles
{
    public const string Key = "keys.txt";
    public const string Config = ".sops.yaml";
    public const string Values = "values.yaml";
    public const string Secrets = "secrets.yaml";
    public const string Tampered = "tampered.yaml";
    public const string Chart = "chart/Chart.yaml";
    public const string Deployment = "chart/templates/deployment.yaml";
    public const string Mappings = "sync";
    public const string Store = "sync/store.yaml";
    public const string Mapping = "sync/orders.yaml";
    public const string Made = "out";

    /// <summary>The Secret that the chart uses and the mapping makes.</summary>
    public const string Secret = "orders-database";

    /// <summary>The namespace in a cluster.</summary>
    public const string Namespace = "secretskit-quickstart";
    public const string OldPassword = "correct-horse-battery";
    public const string NewPassword = "staple-under-the-lake";

    public const string ValuesText = """
        image:
            repository: registry.example.com/orders
            tag: 1.4.2
        replicas: 3

        """;

    public const string SecretsText = $"""
        database:
            host: db.prod.example.com
            user: orders
            password: {OldPassword}
        payment:
            apiKey: pk-live-9f8e7d6c5b4a
            webhookSecret: whs-1a2b3c4d5e6f

        """;

    public const string IgnoreText = $"*.dec\n.*.tmp\n{Key}\n{Made}/\n";

    public const string ChartText = """
        apiVersion: v2
        name: orders
        version: 1.0.0

        """;

    public const string DeploymentText = $$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ .Release.Name }}
        spec:
          replicas: {{ .Values.replicas }}
          selector:
            matchLabels: {app: "{{ .Release.Name }}"}
          template:
            metadata:
              labels: {app: "{{ .Release.Name }}"}
            spec:
              containers:
              - name: orders
                image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
                env:
                - name: DATABASE_URL
                  valueFrom:
                    secretKeyRef: {name: {{{Secret}}}, key: url}

        """;

    public const string StoreText = $"""
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata:
          name: files
        spec:
          provider:
            sopsFile:
              path: ../{Secrets}

        """;

    public const string MappingText = $$$"""
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata:
          name: {{{Secret}}}
        spec:
          secretStoreRef: {name: files}
          target:
            template:
              data:
                url: postgres://{{ .user }}:{{ .password }}@{{ .host }}/orders
          dataFrom:
          - extract: {key: database}

        """;

    /// <summary>The rule: who, and which values.</summary>
    public static string ConfigText(string recipient) => $"""
        creation_rules:
          - path_regex: secrets\.yaml$
            age: {recipient}
            encrypted_regex: ^(password|apiKey|webhookSecret)$

        """;
}
