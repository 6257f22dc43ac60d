namespace SecretsKit.Cli.Framework;

/// <summary>Variables of the environment that belong together.</summary>
/// <param name="Title">What for.</param>
/// <param name="Rows">Names, several that go together separated by a comma, and what each does.</param>
internal sealed record VariableGroup(string Title, IReadOnlyList<(string Names, string About)> Rows);

/// <summary>
/// All variables of the environment that the program reads, the one list of them: <c>help variables</c> and the reference are made of it.
/// </summary>
internal static class KnownVariables
{
    /// <summary>What a variable that has a row of its own does.</summary>
    public static string About(string name) => All.SelectMany(group => group.Rows).First(row => row.Names == name).About;

    /// <summary>In the order of the help: ours, then those of the reference tools, then those of vendors and of the machine.</summary>
    public static IReadOnlyList<VariableGroup> All { get; } =
    [
        new("SecretsKit:",
        [
            ("SECRETSKIT_HELM", "3: 'secretskit template', 'lint' and 'helm' answer as Helm 3; default 4, but 3 for 'unittest'"),
            ("SECRETSKIT_HINTS", "off: no hints behind Helm's output; -K-055 leaves one out"),
            ("SECRETSKIT_LOCK", "true: deploys take a lock on their release, as --lock"),
            ("SECRETSKIT_TRACK", "true: waits show changes, logs and warnings, as --track"),
            ("SECRETSKIT_ORDERED", "true: Nelm's annotations of order count, as --ordered"),
            ("SECRETSKIT_UPDATE_CRDS", "true: definitions of charts are updated, as --update-crds"),
            ("SECRETSKIT_KEEP_LAYOUT", "true: YAML files keep indentation and empty lines, as --keep-layout"),
            ("SECRETSKIT_SIGNING_KEY", "private SSH key, or the public half of one in the ssh-agent: files that are changed are signed"),
            ("SECRETSKIT_ALLOWED_SIGNERS", "the list of signers for all files, in place of .secretskit-signers"),
            ("SECRETSKIT_AGENT_*", "a flag of secretskit-agent, in capitals with underscores: SECRETSKIT_AGENT_LOGLEVEL"),
            ("SECRETSKIT_SAFE_DIRECTORIES", "folders, separated as in PATH, whose .sops.yaml counts though others may write it; * for all"),
        ]),
        new("SOPS files:",
        [
            ("SOPS_CONFIG", "the configuration, in place of a search for .sops.yaml"),
            ("SOPS_AGE_KEY", "age identities themselves, one on a line"),
            ("SOPS_AGE_KEY_FILE", "a file of age identities"),
            ("SOPS_AGE_KEY_CMD", "a command that prints age identities; the recipient is in SOPS_AGE_RECIPIENT"),
            ("SOPS_AGE_SSH_PRIVATE_KEY_FILE", "a private SSH key"),
            ("SOPS_AGE_SSH_PRIVATE_KEY_CMD", "a command that prints one; the recipient is in SOPS_AGE_RECIPIENT"),
            ("SOPS_AGE_RECIPIENTS", "age recipients of new files, where neither options nor rules name any"),
            ("SOPS_PGP_FP", "PGP fingerprints of new files"),
            ("SOPS_KMS_ARN", "AWS KMS keys of new files"),
            ("SOPS_GCP_KMS_IDS", "Google Cloud KMS keys of new files"),
            ("SOPS_AZURE_KEYVAULT_URLS", "Azure Key Vault keys of new files"),
            ("SOPS_VAULT_URIS", "Vault transit keys of new files"),
            ("SOPS_HUAWEICLOUD_KMS_IDS", "Huawei Cloud KMS keys of new files"),
            ("SOPS_DECRYPTION_ORDER", "kinds of keys in the order in which they are tried; default age,pgp"),
            ("SOPS_EDITOR, VISUAL, EDITOR", "the editor of 'edit', the first that is set (VISUAL: our own verbs alone)"),
            ("SOPS_GPG_EXEC", "the gpg program; default gpg"),
            ("SOPS_KEYSERVICE", "addresses of key services of other programs"),
            ("SOPS_ENABLE_LOCAL_KEYSERVICE", "false: keys of this machine are not used"),
            ("SOPS_HC_VAULT_ALLOWLIST", "the Vault servers that files may name"),
            ("SOPS_GCP_KMS_CLIENT_TYPE", "grpc, the default, or rest"),
            ("SOPS_GCP_KMS_ENDPOINT, SOPS_GCP_KMS_UNIVERSE_DOMAIN", "another address of Google Cloud KMS"),
            ("SOPS_DISABLE_VERSION_CHECK", "accepted; no version is ever looked up"),
        ]),
        new("helm-secrets:",
        [
            ("HELM_SECRETS_BACKEND, HELM_SECRETS_ALLOWED_BACKENDS", "sops or vals; which of them URLs may choose"),
            ("HELM_SECRETS_BACKEND_ARGS", "more arguments of the backend"),
            ("HELM_SECRETS_DEC_DIR, HELM_SECRETS_DEC_PREFIX, HELM_SECRETS_DEC_SUFFIX",
                "where decrypted copies are and what they are called"),
            ("HELM_SECRETS_DECRYPT_SECRETS_IN_TMP_DIR", "accepted; decrypted files are in memory whatever it says"),
            ("HELM_SECRETS_EVALUATE_TEMPLATES, HELM_SECRETS_EVALUATE_TEMPLATES_DECODE_SECRETS",
                "references in templates are replaced, those in Secrets too"),
            ("HELM_SECRETS_IGNORE_MISSING_VALUES", "true: values files that are missing count as empty"),
            ("HELM_SECRETS_KEY_LOCATION_PREFIX", "keys are imported from below this folder alone"),
            ("HELM_SECRETS_ALLOW_GPG_IMPORT, HELM_SECRETS_ALLOW_AGE_IMPORT", "false: URLs that import keys are refused"),
            ("HELM_SECRETS_LOAD_GPG_KEYS", "folder or file of PGP keys for this run"),
            ("HELM_SECRETS_QUIET", "true: no words about what is decrypted"),
            ("HELM_SECRETS_SKIP_DECRYPT", "true: nothing is decrypted"),
            ("HELM_SECRETS_URL_VARIABLE_EXPANSION", "true: variables in URLs are replaced"),
            ("HELM_SECRETS_VALUES_ALLOW_ABSOLUTE_PATH, HELM_SECRETS_VALUES_ALLOW_PATH_TRAVERSAL, HELM_SECRETS_VALUES_ALLOW_SYMLINKS",
                "false: such paths of values files are refused"),
        ]),
        new("Helm:",
        [
            ("HELM_NAMESPACE, HELM_KUBECONTEXT, KUBECONFIG", "which namespace, context and kubeconfig files count"),
            ("HELM_KUBEAPISERVER, HELM_KUBETOKEN, HELM_KUBECAFILE, HELM_KUBETLS_SERVER_NAME, HELM_KUBEINSECURE_SKIP_TLS_VERIFY",
                "the server, in place of the kubeconfig's"),
            ("HELM_KUBEASUSER, HELM_KUBEASGROUPS", "whom to act as"),
            ("HELM_DRIVER", "where records of releases are: secret, configmap, sql, memory"),
            ("HELM_DRIVER_SQL_CONNECTION_STRING", "the PostgreSQL database of the driver sql"),
            ("HELM_MEMORY_DRIVER_DATA", "files of records for the driver memory"),
            ("HELM_MAX_HISTORY", "revisions that are kept; default 10, 0 for all"),
            ("HELM_BURST_LIMIT, HELM_QPS", "limits of requests; default 100 and none"),
            ("HELM_DEBUG", "true: more words"),
            ("HELM_CACHE_HOME, HELM_CONFIG_HOME, HELM_DATA_HOME", "Helm's folders; default below the XDG folders"),
            ("HELM_CONTENT_CACHE, HELM_REPOSITORY_CACHE, HELM_REPOSITORY_CONFIG, HELM_REGISTRY_CONFIG", "files and folders in them"),
            ("HELM_PLUGINS, HELM_NO_PLUGINS", "the folder of plugins; 1: none"),
            ("HELM_DIFF_COLOR, HELM_DIFF_OUTPUT, HELM_DIFF_OUTPUT_CONTEXT, HELM_DIFF_TPL", "how 'helm diff' prints"),
            ("HELM_DIFF_NORMALIZE_MANIFESTS, HELM_DIFF_THREE_WAY_MERGE", "what 'helm diff' compares"),
            ("KUBECACHEDIR", "where kinds of API servers are cached, as kubectl has it; default ~/.kube/cache"),
            ("KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT", "the API server of a pod"),
        ]),
        new("kubeconform:",
        [
            ("FILENAME_FORMAT", "names of the files that crd-schema writes; default {kind}_{version}"),
            ("DENY_ROOT_ADDITIONAL_PROPERTIES", "true: crd-schema refuses unknown properties at the top, too"),
        ]),
        new("chart-testing:",
        [
            ("CT_CONFIG_DIR", "the folder of ct.yaml, chart_schema.yaml and lintconf.yaml, in place of all usual ones"),
            ("CT_*", "the flag of ct with this name: CT_TARGET_BRANCH for --target-branch"),
        ]),
        new("AWS:",
        [
            ("AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN", "credentials"),
            ("AWS_PROFILE, AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE", "the profile, and the files that hold it"),
            ("AWS_REGION, AWS_DEFAULT_REGION", "the region where nothing else names one"),
            ("AWS_ROLE_ARN, AWS_ROLE_SESSION_NAME, AWS_WEB_IDENTITY_TOKEN_FILE", "web identity"),
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "credentials of a container"),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "the token for them"),
            ("AWS_EC2_METADATA_DISABLED, AWS_EC2_METADATA_SERVICE_ENDPOINT", "the metadata server of a machine"),
            ("AWS_ENDPOINT_URL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "other addresses; AWS_ENDPOINT_URL_KMS and so on for one service"),
            ("AWS_SECRETSMANAGER_ENDPOINT, AWS_SSM_ENDPOINT, AWS_STS_ENDPOINT", "the same for stores, as the reference operator has it"),
            ("AWS_ACM_ENDPOINT", "the same for stores of AWS Certificate Manager"),
            ("AWS_ECR_ENDPOINT, AWS_ECR_PUBLIC_ENDPOINT", "the same for the generator of registry tokens"),
            ("AWS_USE_FIPS_ENDPOINT, AWS_S3_USE_PATH_STYLE, AWS_CA_BUNDLE", "which addresses, and whom to trust"),
        ]),
        new("Azure:",
        [
            ("AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET", "a client with a secret"),
            ("AZURE_CLIENT_CERTIFICATE_PATH, AZURE_CLIENT_CERTIFICATE_PASSWORD", "a client with a certificate"),
            ("AZURE_FEDERATED_TOKEN_FILE, AZURE_AUTHORITY_HOST", "workload identity; another cloud"),
            ("AZURE_TOKEN_CREDENTIALS, AZURE_ADDITIONALLY_ALLOWED_TENANTS", "which kinds are tried; which tenants may be asked"),
        ]),
        new("Google:",
        [
            ("GOOGLE_CREDENTIALS, GOOGLE_APPLICATION_CREDENTIALS", "credentials themselves, or a file of them"),
            ("GOOGLE_OAUTH_ACCESS_TOKEN", "a token"),
            ("CLOUDSDK_CONFIG", "the folder of gcloud, whose user counts last"),
            ("GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES",
                "1: credentials may name a program that prints a token; it gets the variables GOOGLE_EXTERNAL_ACCOUNT_AUDIENCE, "
                + "GOOGLE_EXTERNAL_ACCOUNT_TOKEN_TYPE and GOOGLE_EXTERNAL_ACCOUNT_INTERACTIVE"),
        ]),
        new("Vault and OpenBao:",
        [
            ("VAULT_ADDR, VAULT_AGENT_ADDR, VAULT_NAMESPACE", "the server, and the namespace in it"),
            ("VAULT_TOKEN", "the token; else a token helper, then ~/.vault-token"),
            ("VAULT_CONFIG_PATH", "the file that names the token helper; default ~/.vault"),
            ("VAULT_CACERT, VAULT_CACERT_BYTES, VAULT_CAPATH, VAULT_SKIP_VERIFY, VAULT_TLS_SERVER_NAME", "whom to trust"),
            ("VAULT_CLIENT_CERT, VAULT_CLIENT_KEY", "a certificate of the client"),
            ("VAULT_CLIENT_TIMEOUT, VAULT_HTTP_PROXY, VAULT_PROXY_ADDR", "how long to wait, and by which proxy"),
        ]),
        new("Huawei Cloud:",
        [
            ("HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK, HUAWEICLOUD_SDK_SECURITY_TOKEN", "credentials"),
            ("HUAWEICLOUD_SDK_PROJECT_ID, HUAWEICLOUD_SDK_IAM_ENDPOINT", "the project, and where its id is asked for"),
            ("HUAWEICLOUD_SDK_CREDENTIALS_FILE", "default ~/.huaweicloud/credentials"),
            ("HUAWEICLOUD_SDK_REGION_KMS_*", "another address of a region"),
        ]),
        new("The machine:",
        [
            ("NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM", "colour: none; 0 for none; 1 also in pipes; dumb for none"),
            ("HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "proxies; in lower case, too"),
            ("SSL_CERT_FILE, SSL_CERT_DIR", "the certificates that the machine trusts"),
            ("SSLKEYLOGFILE", "never followed: it would write keys of connections to a file"),
            ("SSH_AUTH_SOCK, SSH_ASKPASS", "the ssh-agent; the program that asks for passphrases"),
            ("GNUPGHOME, GPG_TTY", "gpg's folder and terminal"),
            ("TMPDIR, XDG_RUNTIME_DIR", "folders for what is short-lived; plaintext goes to memory"),
            ("XDG_CONFIG_HOME, XDG_CACHE_HOME, XDG_DATA_HOME", "folders of the user"),
            ("CI, GITHUB_ACTIONS, GITLAB_CI", "set by CI systems: plain lines, folded where they can; hints as on terminals"),
            ("CI_JOB_URL, CI_JOB_ID, GITHUB_RUN_ID, BUILD_URL, BUILD_ID", "name the job in the lock of a release"),
        ]),
    ];
}
