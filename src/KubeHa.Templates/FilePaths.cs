namespace KubeHa.Templates;

/// <summary>Where things are on machines. The one place for every path that more than one tool's files or steps name.</summary>
public static class FilePaths
{
    /// <summary>The hosts file; only a block of it is ours.</summary>
    public const string Hosts = "/etc/hosts";

    /// <summary>Kernel modules loaded at boot.</summary>
    public const string Modules = "/etc/modules-load.d/kubeha.conf";

    /// <summary>Kernel settings of every node.</summary>
    public const string NodeSysctls = "/etc/sysctl.d/90-kubeha.conf";

    /// <summary>Kernel settings of a control plane that serves the virtual IP from its lo.</summary>
    public const string RealServerSysctls = "/etc/sysctl.d/91-kubeha-real-server.conf";

    /// <summary>Kernel settings of a director.</summary>
    public const string DirectorSysctls = "/etc/sysctl.d/90-kubeha-director.conf";

    /// <summary>containerd's configuration.</summary>
    public const string Containerd = "/etc/containerd/config.toml";

    /// <summary>What containerd is told of registries: a folder for each.</summary>
    public const string ContainerdRegistries = "/etc/containerd/certs.d";

    /// <summary>What CRI-O is told beside its package's own file.</summary>
    public const string CriO = "/etc/crio/crio.conf.d/10-kubeha.conf";

    /// <summary>The part of cri-dockerd's unit with its arguments.</summary>
    public const string CriDockerd = "/etc/systemd/system/cri-docker.service.d/10-kubeha.conf";

    /// <summary>Docker's configuration.</summary>
    public const string Docker = "/etc/docker/daemon.json";

    /// <summary>crictl's configuration.</summary>
    public const string Crictl = "/etc/crictl.yaml";

    /// <summary>The package repository with kubelet, kubeadm and kubectl; its id is <c>kubernetes</c>.</summary>
    public const string KubernetesRepository = "/etc/yum.repos.d/kubernetes.repo";

    /// <summary>The package repository with Docker and containerd; its id is <c>docker-ce</c>.</summary>
    public const string DockerRepository = "/etc/yum.repos.d/docker-ce.repo";

    /// <summary>kubeadm's certificates and keys.</summary>
    public const string Pki = "/etc/kubernetes/pki";

    /// <summary>The administrator's kubeconfig on a control plane.</summary>
    public const string AdminConf = "/etc/kubernetes/admin.conf";

    /// <summary>A kubeconfig that needs no RBAC, on the control plane that founded the cluster only; from Kubernetes 1.29 on.</summary>
    public const string SuperAdminConf = "/etc/kubernetes/super-admin.conf";

    /// <summary>The kubelet's configuration, as kubeadm writes it from what the cluster keeps for all of them.</summary>
    public const string KubeletConfiguration = "/var/lib/kubelet/config.yaml";

    /// <summary>The kubelet's kubeconfig.</summary>
    public const string KubeletConf = "/etc/kubernetes/kubelet.conf";

    /// <summary>What a kubelet that joins begins with: it has the token inside. kubeadm deletes it when the kubelet has a certificate of its own.</summary>
    public const string BootstrapKubeletConf = "/etc/kubernetes/bootstrap-kubelet.conf";

    /// <summary>The folder of the patches that kubeadm lays over what it generates.</summary>
    public const string Patches = "/etc/kubernetes/patches";

    /// <summary>The audit policy of the apiserver.</summary>
    public const string AuditPolicy = "/etc/kubernetes/audit-policy.yaml";

    /// <summary>What the apiserver encrypts before etcd gets it, and the key.</summary>
    public const string Encryption = "/etc/kubernetes/encryption.yaml";

    /// <summary>The folder of the apiserver's audit log.</summary>
    public const string AuditLogs = "/var/log/kubernetes/audit";

    /// <summary>The network plugin's manifest, on control planes.</summary>
    public const string PodNetwork = "/etc/kubernetes/pod-network.yaml";

    /// <summary>The script that opens and closes the gate of a control plane: <c>open</c>, <c>close</c>, <c>state</c> (<c>open</c>, <c>closed</c> or <c>missing</c>).</summary>
    public const string Gate = "/usr/libexec/kubeha/gate";

    /// <summary>The script that binds and unbinds the virtual IP of a control plane: <c>bind</c>, <c>unbind</c>, <c>state</c> (<c>bound</c> or <c>unbound</c>).</summary>
    public const string Vip = "/usr/libexec/kubeha/vip";

    /// <summary>The unit that closes the gate at boot.</summary>
    public const string GateUnit = "/etc/systemd/system/kubeha-gate.service";

    /// <summary>The unit that binds the virtual IP and then opens the gate.</summary>
    public const string VipUnit = "/etc/systemd/system/kubeha-vip.service";

    /// <summary>Says that a control plane may serve the virtual IP; without it the unit of <see cref="VipUnit"/> does nothing.</summary>
    public const string RealServer = "/var/lib/kubeha/real-server";

    /// <summary>Says whose machine this is: cluster name, endpoint and fingerprint of the CA.</summary>
    public const string Marker = "/var/lib/kubeha/cluster";

    /// <summary>keepalived's configuration.</summary>
    public const string Keepalived = "/etc/keepalived/keepalived.conf";

    /// <summary>
    /// The script by which what a director forwards leaves with its own address, where it masquerades: <c>set</c>, <c>clear</c>, <c>state</c> (<c>set</c> or <c>missing</c>).
    /// </summary>
    public const string Masquerade = "/usr/libexec/kubeha/masquerade";

    /// <summary>The unit that sets it at boot.</summary>
    public const string MasqueradeUnit = "/etc/systemd/system/kubeha-masquerade.service";

    /// <summary>
    /// The script by which a director's firewall leaves connections to the virtual IP untracked, where the model opens that firewall and control planes answer callers directly:
    /// <c>set</c>, <c>clear</c>, <c>state</c> (<c>set</c> or <c>missing</c>).
    /// </summary>
    public const string Untracked = "/usr/libexec/kubeha/untracked";

    /// <summary>The unit that sets it at boot.</summary>
    public const string UntrackedUnit = "/etc/systemd/system/kubeha-untracked.service";

    /// <summary>The pool as ipvsadm restores it; used for repair.</summary>
    public const string IpvsRules = "/var/lib/kubeha/ipvs.rules";

    /// <summary>kubeadm's configuration for init, while init runs.</summary>
    public const string KubeadmInit = "/run/kubeha/kubeadm-init.yaml";

    /// <summary>kubeadm's configuration for join, while join runs.</summary>
    public const string KubeadmJoin = "/run/kubeha/kubeadm-join.yaml";

    /// <summary>kubeadm's configuration of a member of etcd on a machine of its own, while kubeadm runs.</summary>
    public const string KubeadmEtcd = "/run/kubeha/kubeadm-etcd.yaml";

    /// <summary>The configuration of the kubelet on a machine that runs etcd of its own: it belongs to no cluster.</summary>
    public const string EtcdKubelet = "/etc/kubernetes/kubelet-etcd.yaml";

    /// <summary>The part of the kubelet's unit that has it read <see cref="EtcdKubelet"/>.</summary>
    public const string EtcdKubeletUnit = "/etc/systemd/system/kubelet.service.d/20-kubeha-etcd.conf";

    /// <summary>The kubeconfig of root on a client.</summary>
    public const string ClientKubeconfig = "/root/.kube/config";
}
