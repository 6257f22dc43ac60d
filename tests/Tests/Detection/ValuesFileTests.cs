using SecretsKit.Core.Detection;

namespace SecretsKit.Tests.Detection;

/// <summary>P-069: whole values files, as charts and deployments have them.</summary>
public sealed class ValuesFileTests
{
    [Fact]
    public void A_chart_that_leaves_its_secrets_open_has_none() => Assert.Equal("", Scans.Show("""
        global:
          imageRegistry: ""
          imagePullSecrets: []
        image:
          registry: registry.local
          repository: team/api
          tag: 1.24.3-debian-12-r1
          digest: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
          pullPolicy: IfNotPresent
          pullSecrets:
            - regcred
        auth:
          enabled: true
          username: app
          password: ""
          existingSecret: ""
          secretKeys:
            adminPasswordKey: postgres-password
            userPasswordKey: password
          usePasswordFiles: false
        tls:
          certificatesSecret: api-tls-2024
          certKeyFilename: tls.key
        serviceAccount:
          automountServiceAccountToken: true
        extraEnvVars:
          - name: DB_PASSWORD
            valueFrom:
              secretKeyRef:
                name: db
                key: password
          - name: TOKEN_URL
            value: https://login.local/token
        ingress:
          annotations:
            nginx.ingress.kubernetes.io/auth-secret: basic-auth
            cert-manager.io/cluster-issuer: letsencrypt
          tls:
            - secretName: api-tls
              hosts: [api.example.com]
        podAnnotations:
          checksum/config: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        resources:
          limits: {cpu: 500m, memory: 512Mi}
        keycloak:
          passwordPolicy: length(8)
          tokenLifespan: 300
        """));

    [Fact]
    public void A_secret_in_a_file_in_a_file_has_the_path_of_both() => Assert.Equal(
        """
        4 data["app.yaml"].password NamedValue
        """,
        Scans.Show("""
        data:
          app.yaml: |
            database:
              password: hunter2-Xk29
              user: app
        """));

    [Fact]
    public void Secrets_stand_under_many_names() => Assert.Equal(
        """
        4 auth.postgresPassword NamedValue
        6 auth.adminPassword.value NamedValue
        8 passwords[0] NamedValue
        11 env[0].value (DB_PASSWORD) NamedValue
        13 url ConnectionString
        18 config.database.password NamedValue
        20 settings["app.token"] NamedValue
        """,
        Scans.Show("""
        # a comment
        auth:
          enabled: true
          postgresPassword: kI9_dR2x!
          adminPassword:
            value: blue-Fish-42
        passwords:
          - qwz81!kk
        env:
          - name: DB_PASSWORD
            value: Tr0ub4dor&3
            extra: x
        url: postgres://app:k9Zx.21mq@db/orders
        config: |
          [database]
          user = app
          host = db
          password = kI9_dR2x!
        settings:
          app.token: f8Kq29zLmXwP4vNb7RtY
        """));

    [Fact]
    public void Documents_are_told_apart_and_aliases_count_once() => Assert.Equal(
        "2 password NamedValue\n5 db.password NamedValue",
        Scans.Show("---\npassword: kI9_dR2x!\n---\ndb: &db\n  password: kI9_dR2y!\nother: *db\n"));

    [Fact]
    public void A_template_is_read_line_by_line() => Assert.Equal(
        "5 password NamedValue\n8 value (API_TOKEN) NamedValue",
        Scans.Show("""
        {{- if .Values.enabled }}
        env:
          user: {{ .Values.user | quote }}
          pass: {{ .Values.password }}
          password: "kI9_dR2x!" # fixed
        {{- end }}
          - name: API_TOKEN
            value: f8Kq29zLmXwP4vNb7RtY
        """));

    [Fact]
    public void Json_is_read_as_it_stands() => Assert.Equal(
        "3 db.password NamedValue\n4 db.keys[1].apiKey NamedValue",
        Scans.Show("{\n\t\"db\": {\n\t\t\"password\": \"kI9_dR2x!\",\n\t\t\"keys\": [1, {\"apiKey\": " +
            "\"zX81-kk20-91mq-aa07\"}],\n\t\t\"token\": null\n\t}\n}\n"));

    [Fact]
    public void Lines_of_names_and_values_are_read() => Assert.Equal(
        "2 DB_PASSWORD NamedValue\n3 API_TOKEN NamedValue\n6 database.password NamedValue",
        Scans.Show("# DB_PASSWORD=no\nDB_PASSWORD=kI9_dR2x!\nexport " +
            "API_TOKEN=\"f8Kq29zLmXwP4vNb7RtY\"\nEMPTY_PASSWORD=\n[database]\npassword = kI9_dR2x!  # here\nhost = db\n", TextShape.Assignments));

    [Fact]
    public void Every_value_of_a_plain_Secret_counts() => Assert.Equal(
        "7 data.user ManifestValue\n8 data.password ManifestValue\n12 stringData.url ManifestValue",
        Scans.Show("""
        apiVersion: v1
        kind: Secret
        metadata:
          name: db
          annotations: {a: b}
        data:
          user: b3JkZXJz
          password: aHVudGVyMg==
          empty: ""
          templated: "{{ .x | b64enc }}"
        stringData:
          url: http://db
          open: ${URL}
        """));

    [Theory]
    [InlineData("apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nspec:\n  data:\n    - secretKey: password\n      remoteRef: " +
        "{key: prod/db, property: password}\n")]
    [InlineData("apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec:\n  encryptedData:\n    password: " +
        "AgBy3i4OJSWK+PiTySYZZA9rO43cGDEqkJ8f2LmQ9xZr4TnV7wYb3HcD6sPg1EaU\n")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\ndata:\n  LOG_LEVEL: info\n")]
    [InlineData(
        "openapi: 3.0.0\ncomponents:\n  schemas:\n    Login:\n      properties:\n        password: {type: string, format: password}\n")]
    [InlineData(
        "on: push\njobs:\n  a:\n    steps:\n      - uses: x/login@v3\n        with:\n          password: ${{ secrets.GITHUB_TOKEN }}\n")]
    [InlineData("password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6638643965323633646262656665623335653\n")]
    public void Documents_that_lead_to_secrets_hold_none(string text) => Assert.Equal("", Scans.Show(text));

    [Fact]
    public void In_a_SOPS_file_only_what_is_readable_counts() => Assert.Equal(
        "2 password_unencrypted NamedValue",
        Scans.Show("a: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\npassword_unencrypted: kI9_dR2x!\nsops:\n  mac: " +
            "kJ8f2LmQ9xZr4TnV7wYb3HcD6sPg1EaU\n  token: kI9_dR2x!\n", isEncrypted: true));

    [Fact]
    public void A_detection_never_holds_the_value()
    {
        const string canary = "cAnary7-f3E9a-x81Kq";
        var found = Scans.Of(
            $"password: {canary}\ntoken: {canary}\nurl: http://u:{canary}@h/\nx:\n  - name: API_KEY\n    value: {canary}\n");
        Assert.Equal(4, found.Count);
        Assert.All(found, one => Assert.DoesNotContain(canary, one.ToString()));
    }
}
